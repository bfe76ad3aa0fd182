import BinaryBrain
import Foundation
import Testing

@testable import Workbench

@Suite struct SavedModelTests {
    /// A saved net of random tables, and what it answers layer by layer.
    private func predictions(_ net: any Model, frames: Int) throws -> (got: [Float], wanted: [Float]) {
        let path = NSTemporaryDirectory() + "bbwb-saved-\(UUID().uuidString).bb_net"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try AtomicFile.write(Array(ModelFile.encode(net)), to: path)
        let samples = (0..<frames * net.inputShape.count).map { Float($0 * 37 % 101) / 100 }
        let x = FrameBuffer(frameMajor: samples, shape: net.inputShape)
        return (
            try SavedModel(contentsOf: path).predict(samples), try net.forward(x, train: false).frameMajorValues()
        )
    }

    @Test(arguments: [true, false])
    func predictionsAreTheNetsOwn(isBinary: Bool) throws {
        let net = try BinaryModulation(
            Sequential([
                try DifferentiableLut(outputShape: [50], batchNorm: false),
                try DifferentiableLut(outputShape: [10], batchNorm: false, seed: 2),
            ]),
            trainingModulationSize: 5)
        try net.setInputShape([30])
        try net.sendCommand(ModelCommand("binary", isBinary))
        let (got, wanted) = try predictions(net, frames: 300)
        #expect(got == wanted)
        #expect(Set(got).count > 2)
    }

    @Test func netsWithOtherLayersPredictToo() throws {
        let net = Sequential([try DifferentiableLut(outputShape: [20]), try DenseAffine(outputShape: [3])])
        try net.setInputShape([12])
        let (got, wanted) = try predictions(net, frames: 9)
        #expect(got == wanted)
        #expect(NetSummary.netlistLine(of: net).hasPrefix("netlist: none, layer DenseAffine as LUTs"))
    }

    @Test func theNetlistLineCounts() throws {
        let net = Sequential([try DifferentiableLut(outputShape: [20]), try DifferentiableLut(outputShape: [4])])
        try net.setInputShape([12])
        let line = NetSummary.netlistLine(of: net)
        #expect(line.hasPrefix("netlist: 24 LUTs, "))
        #expect(line.contains(" levels, "))
    }

    /// What is measured with an oversampling is not the stored net, if that has no modulation.
    @Test(arguments: [true, false])
    func anOversamplingThatTheNetHasNotIsNamed(isModulated: Bool) throws {
        let layers = Sequential([try DenseAffine(outputShape: [4])])
        let net: any Model = isModulated ? try BinaryModulation(layers, trainingModulationSize: 5) : layers
        try net.setInputShape([6])
        let path = NSTemporaryDirectory() + "bbwb-saved-\(UUID().uuidString).bb_net"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try AtomicFile.write(Array(ModelFile.encode(net)), to: path)
        let saved = try SavedModel(contentsOf: path)
        #expect(try saved.notices() == [])
        #expect(try saved.notices(oversampling: 3).isEmpty == isModulated)
        #expect(try saved.modulated(by: 3) is BinaryModulation)
    }
}
