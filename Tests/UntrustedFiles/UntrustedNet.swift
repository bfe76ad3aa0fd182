import BinaryBrain
import Foundation

/// A net from anywhere: it can be written, read again as the same bytes, and trained.
enum UntrustedNet {
    static func use(_ bytes: [UInt8]) throws {
        let net = try ModelFile.decode(Data(bytes))
        let written: Data
        do { written = try ModelFile.encode(net) } catch let error as BrainError where error.kind == .usage { return }
        let again = try ModelFile.decode(written)
        guard try ModelFile.encode(again) == written else { fatalError("writing and reading changes the net") }
        guard net.inputShape.rank > 0, isSmall(net) else { return }
        let x = FrameBuffer(
            frameMajor: (0..<3 * net.inputShape.count).map { Float($0 % 7) / 7 }, shape: net.inputShape)
        let y = try net.forward(x, train: false)
        let trainer = try Trainer(
            net: net, loss: LossMeanSquaredError(), metrics: MetricsMeanSquaredError(), optimizer: OptimizerAdam())
        for _ in 0..<2 { _ = try trainer.step(x, FrameBuffer(.fp32, frameCount: y.frameCount, shape: y.shape)) }
        _ = try ModelFile.encode(net)
    }

    /// Whether a batch through this net takes little time and memory.
    static func isSmall(_ net: any Model) -> Bool {
        let sizes = net.leaves.flatMap { [$0.inputShape.count, $0.outputShape.count] }
        let modulations = net.leaves.compactMap { ($0 as? RealToBinary)?.frameModulationSize }
        let depths = net.leaves.compactMap { ($0 as? RealToBinary)?.depthModulationSize }
        return sizes.allSatisfy { $0 < 3000 } && sizes.count < 40 && modulations.reduce(1, *) < 40
            && depths.reduce(1, *) < 40
    }
}
