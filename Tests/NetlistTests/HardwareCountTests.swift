import BinaryBrain
import Testing

@testable import Netlist

@Suite("What a classifier costs") struct HardwareCountTests {
    /// Two classes of ten bits each, LUTs of all sizes, pixels with thresholds of several prices.
    private func count(thresholds: [Int], frames: Int = 1, own: Bool = false) throws -> HardwareCount {
        let depth = own ? 1 : thresholds.count / frames
        let luts = (0..<20).map { index in
            Netlist.Lut(inputs: (0..<Int32(index % 4)).map { $0 }, table: 0b1000_0110, layer: 0)
        }
        let encoding = try InputEncoding(
            shape: [4], frameModulationSize: frames, depthModulationSize: depth,
            thresholds: thresholds.map { Float($0) / 255 })
        let inputs = encoding.bitCount
        return HardwareCount(
            try Netlist(
                inputCount: inputs, luts: luts, outputs: (0..<20).map { Int32(inputs + $0) }, layerNames: ["one"],
                encoding: encoding, decoding: .shares([2], frameIntegrationSize: frames)))
    }

    @Test func nodesEncoderAndHead() throws {
        // Only the first three pixels are read, and LUTs of two inputs or more count.
        let count = try count(thresholds: [128])
        #expect(count.nodes == 10)
        #expect(count.encoder == 0, "x ≥ 128 is the upper bit")
        #expect(count.head == Int((0.2 * (20 + 9.0 / 19 * 277)).rounded()))
        #expect(count.total == count.nodes + count.head)
        #expect(try self.count(thresholds: [64]).encoder == 3, "two bits")
        #expect(try self.count(thresholds: [85]).encoder == 6, "all eight bits")
        #expect(try self.count(thresholds: [0]).encoder == 0, "always one")
        let own = try self.count(thresholds: [128, 64, 85, 100], own: true)
        #expect(own.encoder == 0 + 1 + 2, "each pixel its own, and the last is not read")
        let moving = try self.count(thresholds: [64, 128], frames: 2)
        #expect(moving.encoder == 6 && moving.cycles == 2 && moving.head > count.head)
        #expect(count.line.contains("all-in \(count.total) LUTs by formula: 10 nodes + 0 encoder"))
    }
}
