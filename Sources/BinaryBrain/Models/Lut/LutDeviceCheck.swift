import Devices
import Foundation
import KernelInterface

/// LUT layers on a device against the same layers on the processor, on the same random data: how many bits of the results differ. None
/// may.
public struct LutDeviceCheck: Sendable {
    /// A layer, a batch, and how the layer works.
    struct Case: Sendable {
        var inputsPerNode = 6
        var inputs = 60
        var nodes = 40
        var frames = 64
        var hasNormalization = true
        var isFrozen = false
        var binarizesWeights = false
        var clampsWeights = true
        var packsOutput = true
        var bias: Float = 0.25
        var slopeBias: Float?
        /// Whether most bits are 0, and tables hardly differ from a half.
        var isSkewed = false
        /// Candidates of each wire; nil for wires that do not learn.
        var candidates: Int?

        var name: String {
            let parts: [(Bool, String)] = [
                (!hasNormalization, "without normalisation"), (isFrozen, "frozen"),
                (binarizesWeights, "tables of bits"),
                (!clampsWeights, "unclamped"), (!packsOutput, "numbers out"), (isSkewed, "skewed"),
                (slopeBias != nil, "direct tables"), (candidates != nil, "learned wires"),
            ]
            return "LUT-\(inputsPerNode) \(inputs)→\(nodes), \(frames) frames"
                + parts.filter(\.0).map { ", \($0.1)" }.joined()
        }
    }

    private let device: Device

    /// A check of a device, which is taken into use for it.
    /// - Throws: `BrainError` if there is no such device, or it cannot be used.
    public init(device index: Int) throws { device = try BrainSystem.open(index) }

    /// All cases: shapes, numbers of frames around the sizes of words and blocks, numbers of inputs, both forms of tables.
    static var cases: [Case] {
        var all: [Case] = []
        for n in 2...6 {
            for frames in [1, 7, 64, 65, 129, 300] { all.append(Case(inputsPerNode: n, frames: frames)) }
            all.append(Case(inputsPerNode: n, nodes: 90, frames: 257))
            all.append(
                Case(
                    inputsPerNode: n, nodes: 90, frames: 100, hasNormalization: false, bias: 0.5, slopeBias: 0.25))
            all.append(Case(inputsPerNode: n, nodes: 70, frames: 300, candidates: 5))
            all.append(Case(inputsPerNode: n, frames: 96, packsOutput: false, bias: 0.1))
        }
        for nodes in [1, 8, 63, 64, 65] { all.append(Case(inputs: 30, nodes: nodes, frames: 200)) }
        all.append(Case(inputs: 240, nodes: 40, frames: 128))
        all.append(Case(frames: 480, isSkewed: true))
        all.append(Case(frames: 480, hasNormalization: false, isSkewed: true))
        all.append(Case(nodes: 80, frames: 150, isFrozen: true))
        all.append(Case(frames: 150, binarizesWeights: true, packsOutput: false, bias: 0.5))
        all.append(Case(frames: 150, clampsWeights: false))
        all.append(Case(inputs: 784, nodes: 300, frames: 1000))
        return all
    }

    /// Compares case after case.
    /// - Parameter each: called with what came of each.
    /// - Throws: `BrainError` if the device fails.
    public func run(each: (DeviceCheckOutcome) throws -> Void) throws {
        for (index, item) in Self.cases.enumerated() {
            try each(try outcome(of: item, seed: UInt64(index + 1)))
        }
    }

    /// Compares one case.
    func outcome(of item: Case, seed: UInt64) throws -> DeviceCheckOutcome {
        do {
            return DeviceCheckOutcome(
                item.name, here: try Side(item, seed: seed).run(on: nil),
                there: try Side(item, seed: seed).run(on: device))
        } catch let error as DeviceError { throw BrainError(error) }
    }
}

extension BrainError {
    /// What a device says.
    init(_ error: DeviceError) {
        self.init(
            .usage, what: error.what, why: error.why, remedy: "leave the device out: the processor does the work")
    }
}
