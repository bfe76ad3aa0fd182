import Foundation
import KernelInterface
import TestSupport
import Testing

@testable import BinaryBrain
@testable import Devices

/// Whether there is a device to test with: PoCL, if nothing else. A device's own threads and code are not the sanitizers' business.
enum TestDevice {
    /// Its number; nil where there is none.
    static let index: Int? =
        Sanitizer.isActive ? nil : DeviceList.ofThisMachine.devices.first(where: \.isExact)?.index
}

/// LUT layers on a device against the processor's kernels, bit for bit.
@Suite(.enabled(if: TestDevice.index != nil))
struct DeviceLutTests {
    @Test func noBitDiffers() throws {
        let check = try LutDeviceCheck(device: try #require(TestDevice.index))
        var (bits, cases) = (0, 0)
        try check.run { outcome in
            for part in outcome.parts where part.differing != 0 || part.bits == 0 {
                Issue.record("\(outcome.name): \(part.name): \(part.differing) of \(part.bits) bits")
            }
            bits += outcome.bits
            cases += 1
        }
        print("device: \(cases) layers, \(bits) bits compared")
        #expect(cases == LutDeviceCheck.cases.count && cases > 50 && bits > 10_000_000)
    }

    @Test func noBitOfConvolutionsDiffers() throws {
        let index = try #require(TestDevice.index)
        var cases = 0
        try ConvolutionDeviceCheck(device: index).run { outcome in
            for part in outcome.parts where part.differing != 0 || part.bits == 0 {
                Issue.record("\(outcome.name): \(part.name): \(part.differing) of \(part.bits) bits")
            }
            cases += 1
        }
        #expect(cases == 24)
        // Other data make another outcome.
        let device = try BrainSystem.open(index)
        for item in ConvolutionDeviceCheck.cases {
            let here = try ConvolutionDeviceCheck.parts(item, frames: 70, seed: 1, on: nil)
            let there = try ConvolutionDeviceCheck.parts(item, frames: 70, seed: 2, on: device)
            #expect(DeviceCheckOutcome(item.name, here: here, there: there).parts.allSatisfy { $0.differing > 0 })
        }
    }

    /// Other data make another outcome in each of the parts: the comparison looks at all of them.
    @Test func theComparisonSees() throws {
        let device = try BrainSystem.open(try #require(TestDevice.index))
        let item = LutDeviceCheck.Case(frames: 300, candidates: 4)
        let here = try LutDeviceCheck.Side(item, seed: 1).run(on: nil)
        let there = try LutDeviceCheck.Side(item, seed: 2).run(on: device)
        #expect(here.count == 12 && here.map(\.name) == there.map(\.name))
        for (one, other) in zip(here, there) {
            #expect(one.words != other.words && one.words.count == other.words.count, "\(one.name)")
        }
    }

    /// A work-item that has no frame left writes nothing: what lies behind the last row stays as it is.
    @Test(arguments: [1, 7, 48, 120]) func nothingIsWrittenBehindTheOutput(frames: Int) throws {
        let device = try BrainSystem.open(try #require(TestDevice.index))
        let guardBytes = 1024
        for n in [2, 6] {
            for packs in [true, false] {
                let wires = try ConnectionTable(
                    rule: .random, inputShape: [20], outputShape: [3], inputsPerNode: n, seed: 1)
                let tables = Tensor.normal(shape: [3, 1 << n], mean: 0.5, deviation: 0.3, seed: 2)
                let x = FrameBuffer(.bit, frameCount: frames, shape: [20])
                let y = FrameBuffer(packs ? .bit : .fp32, frameCount: frames, shape: [3])
                let layer = LutLayer(
                    inputsPerNode: n, frameCount: frames, connection: wires.entries,
                    weights: tables.floats.baseAddress!, clampsWeights: true, binarizesWeights: false, bias: 0.25,
                    normalization: nil)
                let size = y.rowBytes * 3
                let buffer = try device.buffer(byteCount: size + guardBytes)
                var bytes = [UInt8](repeating: 0xab, count: size + guardBytes)
                try device.write(bytes, byteCount: bytes.count, to: buffer)
                let rows = DeviceRows(buffer, stride: packs ? y.wordStride : y.floatStride)
                let lut = try DeviceLut(device, inputCount: 20, nodeCount: 3, inputsPerNode: n)
                try lut.inference(layer, x.rows(on: device), into: packs ? .bits(rows) : .reals(rows))
                try device.read(buffer, byteCount: bytes.count, into: &bytes)
                #expect(bytes.suffix(guardBytes).allSatisfy { $0 == 0xab }, "N \(n), \(frames) frames, packs \(packs)")
                #expect(bytes[0] != 0xab || bytes[1] != 0xab)
            }
        }
    }

    /// One layer's output is the next one's input: it never leaves the device, and comes when somebody asks for it.
    @Test func signalsMoveWhenTheyAreNeeded() throws {
        let device = try BrainSystem.open(try #require(TestDevice.index))
        let (first, second) = (try DifferentiableLut(outputShape: [64]), try DifferentiableLut(outputShape: [32]))
        try second.setInputShape(try first.setInputShape([100]))
        let x = FrameBuffer(.bit, frameCount: 512, shape: [100], levels: .zeroOne)
        for node in 0..<100 { x.words(node)[node % 8] = 0x0123_4567_89ab_cdef &* UInt64(node) }
        let y = try DeviceScope.$current.withValue(device) {
            try second.forward(try first.forward(x, train: true), train: true)
        }
        // Bits, tables and wires there; mean and variance of each node back.
        let tables = (64 + 32) * (64 * 4 + 6 * 4)
        #expect(device.crossed.toDevice == 100 * 64 + tables)
        #expect(device.crossed.toHost == (64 + 32) * 8)
        let before = device.crossed.toHost
        let answers = y.frameMajorValues()
        #expect(device.crossed.toHost == before + 32 * 64)
        _ = y.frameMajorValues()
        #expect(device.crossed.toHost == before + 32 * 64, "it is here already")

        let (one, other) = (try DifferentiableLut(outputShape: [64]), try DifferentiableLut(outputShape: [32]))
        try other.setInputShape(try one.setInputShape([100]))
        #expect(try other.forward(try one.forward(x, train: true), train: true).frameMajorValues() == answers)
        // Gradients: the one from outside goes there, those of the tables come back, and what lies between stays.
        let forth = device.crossed
        let dy = FrameBuffer(.fp32, frameCount: 512, shape: [32])
        _ = try first.backward(second.backward(dy), needsInputGradient: false)
        #expect(device.crossed.toHost == forth.toHost + (64 + 32) * 64 * 4)
        // The twin has looked at x here, so that counts as changed; and the order of the sums goes there once.
        #expect(device.crossed.toDevice == forth.toDevice + 100 * 64 + 32 * 512 * 4 + (32 * 6 + 64 + 1) * 4)
        // What was changed here is sent again.
        let again = device.crossed.toDevice
        x.words(0)[0] ^= 1
        try DeviceScope.$current.withValue(device) { _ = try first.forward(x, train: false) }
        #expect(device.crossed.toDevice == again + 100 * 64 + 64 * 64 * 4 + 64 * 8)
    }
}
