import BinaryBrain
import Foundation
@testable import Netlist

@testable import Datasets
@testable import Workbench

extension UntrustedFile {
    /// A small intact file of this format.
    public func sample() throws -> [UInt8] {
        switch self {
        case .net: return try Array(ModelFile.encode(Self.net()))
        case .checkpoint: return try Self.checkpoint()
        case .netlist: return try Netlist(extracting: Self.net()).encoded()
        case .npy: return NumpyArray([1, 2, 3, 4, 5, 6], shape: [3, 2]).npyBytes
        case .npz: return Self.zippedArray
        case .gzip: return Self.compressedBytes
        case .idx: return Self.byteArray
        case .cifar10: return [3] + (0..<3072).map { UInt8(truncatingIfNeeded: $0 * 7) }
        case .experiment: return Array(Self.yaml.utf8)
        case .configuration: return Array("theme: light\nkeys: { b: B, B: b }\n".utf8)
        case .journal:
            let saved = JournalRecord.SavedCheckpoint(
                step: 3, path: "runs/a.bbwb", isAutomatic: true, digest: StateDigest(net: "00", training: "11"))
            let records: [JournalRecord] = [
                .command(JournalRecord.GivenCommand(step: 1, command: .modulation(train: 3, test: nil))),
                .checkpoint(saved),
            ]
            return Array(try records.map { try $0.jsonLine() + "\n" }.joined().utf8)
        case .tensor: return Array(ArrayFile.encode(Tensor([1, 2, 3, 4, 5, 6], shape: [3, 2])))
        case .frameBuffer:
            return Array(ArrayFile.encode(FrameBuffer(frameMajor: [1, 2, 3, 4, 5, 6], shape: [2])))
        }
    }

    private static let yaml = """
        name: small
        data: stripes
        seed: 3
        modulation: { train: 3, test: 2, method: uniform }
        net: [DifferentiableLut: { output_shape: [6], N: 2 }, Dropout, DenseAffine: { output_shape: [4] }]
        loss: SoftmaxCrossEntropy
        metrics: CategoricalAccuracy
        optimizer: { Adam: { learning_rate: 0.01 } }
        batch_size: 20
        epochs: 4

        """

    private static func net() throws -> any Model {
        let net = try BinaryModulation(
            Sequential([DifferentiableLut(outputShape: [3], inputsPerNode: 2)]), trainingModulationSize: 2)
        try net.setInputShape([2])
        return net
    }

    /// In the middle of its first epoch, with a steering event.
    private static func checkpoint() throws -> [UInt8] {
        let spec = try ExperimentSpec(yaml: yaml, source: "sample")
        let experiment = try Experiment(spec: spec, data: UntrustedExperiment.data(for: spec))
        for _ in 0..<2 { try experiment.trainMiniBatch() }
        experiment.histories.testLoss.append(step: 2, value: 1)
        experiment.histories.testMetric.append(step: 2, value: 0.5)
        experiment.steering = [
            SessionEvent(step: 1, time: Date(timeIntervalSince1970: 1e9), level: .steering, text: "learning rate 0.1")
        ]
        return try experiment.checkpoint().encode()
    }

    private static let byteArray: [UInt8] = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 9, 8, 7, 6, 5, 4]

    /// `byteArray` in one stored block, with the CRC-32 and size that gzip wants.
    private static var compressedBytes: [UInt8] {
        let size = UInt16(byteArray.count)
        let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]
        let block = [1] + littleEndian(size) + littleEndian(~size) + byteArray
        return header + block + littleEndian(CyclicRedundancyCheck.value(of: byteArray))
            + littleEndian(UInt32(byteArray.count))
    }

    /// A zip of one stored entry, `x.npy`.
    private static var zippedArray: [UInt8] {
        let name = Array("x.npy".utf8)
        let content = NumpyArray([1, 2], shape: [2]).npyBytes
        let size = UInt32(content.count)
        let common =
            littleEndian(UInt16(20)) + [0, 0, 0, 0, 0, 0, 0x21, 0]
            + littleEndian(CyclicRedundancyCheck.value(of: content))
            + littleEndian(size) + littleEndian(size) + littleEndian(UInt16(name.count)) + [0, 0]
        let local: [UInt8] = [0x50, 0x4b, 3, 4] + common + name + content
        let central: [UInt8] =
            [0x50, 0x4b, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 14) + name
        let end: [UInt8] =
            [0x50, 0x4b, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0] + littleEndian(UInt32(central.count))
            + littleEndian(UInt32(local.count)) + [0, 0]
        return local + central + end
    }

    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
