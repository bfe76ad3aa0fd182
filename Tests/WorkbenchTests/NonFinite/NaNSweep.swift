import BinaryBrain
import Foundation

@testable import Workbench

/// One NaN among the inputs of a layer must show in the output of its frame, and in no other frame.
enum NaNSweep {
    /// Layers that make bits, which have no NaN: a comparison with it is false.
    static let bitMakers: Set<String> = [
        "Binarize", "BinaryLut", "RealToBinary", "BitEncode", "BinaryDenseAffine", "DifferentiableLutDiscrete",
        "MicroMlp", "MicroMlp_",
    ]
    /// Layers that make bits and count them.
    static let bitCounters: Set<String> = ["BinaryModulation"]
    private static let frames = 5

    /// What is wrong with any layer class in the kernels of this process; empty if nothing is.
    static func faults() -> [String] {
        LayerRegistry.named.flatMap { layerClass -> [String] in
            do { return try faults(of: layerClass) } catch { return ["\(layerClass.name): \(error)"] }
        }
    }

    private static func faults(of layerClass: LayerCard) throws -> [String] {
        guard let simplest = layerClass.simplest() else { return ["\(layerClass.name): no layer"] }
        var faults: [String] = []
        var variants = [simplest]
        // The variants that work on numbers, and those with another way of their own.
        for field in layerClass.fields
        where ["binarize", "activation", "batch_norm", "quantize", "fill"].contains(field.name) {
            variants += ["true", "false"].map { simplest.with(field, $0) }
        }
        for variant in variants {
            for hostOnly in [false, true] {
                guard let experiment = variant.experiment() else { continue }
                let layer = ResumeComparison.layer(of: experiment, at: variant.index)
                _ = try? layer.sendCommand("binary false")
                _ = try? layer.sendCommand("host_only \(hostOnly)")
                if let fault = try fault(of: layer) { faults.append("\(variant.yaml) host_only \(hostOnly): \(fault)") }
            }
        }
        return faults
    }

    private static func fault(of layer: any Model) throws -> String? {
        let nodes = layer.inputShape.count
        // Inputs that no LUT reads change nothing.
        let reader = layer.withDescendants.first { $0 is any SparseModel && $0.inputShape.count == nodes }
        let wired = (reader as? any SparseModel)?.connection.map { Set($0.table.int32s.map(Int.init)) }
        for node in 0..<nodes where wired?.contains(node) ?? true {
            let x = FrameBuffer(
                frameMajor: (0..<frames * nodes).map { Float($0 * 37 % 101) / 101 }, shape: layer.inputShape)
            x[frame: 2, node: node] = .nan
            let y = try layer.forward(x, train: false)
            layer.clear()
            if y.dtype == .bit {
                return bitMakers.contains(layer.modelName.filter { !$0.isNumber }) ? nil : "it makes bits"
            }
            if bitCounters.contains(layer.modelName) { return nil }
            // A layer that makes several frames of one may show it in any of them, one that makes one of several has its own count.
            guard y.frameCount % frames == 0 else { return nil }
            let parts = y.frameCount / frames
            for frame in 0..<frames {
                let hasNaN = (frame * parts..<(frame + 1) * parts).contains { part in
                    (0..<y.nodeCount).contains { y[frame: part, node: $0].isNaN }
                }
                if hasNaN != (frame == 2) {
                    return "NaN at node \(node) of frame 2 \(hasNaN ? "shows in" : "is lost from") frame \(frame)"
                }
            }
        }
        return nil
    }
}
