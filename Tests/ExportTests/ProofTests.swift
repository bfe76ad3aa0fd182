import BinaryBrain
import Datasets
import Foundation
import Netlist
import Testing

@testable import Export

@Suite struct ProofTests {
    @Test(arguments: [1, 3]) func aNetlistIsItsNet(modulation: Int) throws {
        let net = try ExportNets.classifier(modulation: modulation, depth: 2)
        let netlist = try Netlist(extracting: net)
        let found = try NetProof(net, netlist).compare(over: ExportNets.digits.test) { _ in }
        #expect(found.count == 0)
        #expect(found.comparedOutputs == ExportNets.digits.test.count * modulation * 20)
        #expect(found.comparedNumbers == ExportNets.digits.test.count * 10)
    }

    /// The same netlist with one entry of one table turned.
    private func turned(_ netlist: Netlist, lut index: Int, entry: UInt64) throws -> Netlist {
        var luts = netlist.luts
        luts[index].table ^= 1 << entry
        return try Netlist(
            inputCount: netlist.inputCount, luts: luts, outputs: netlist.outputs, layerNames: netlist.layerNames,
            encoding: netlist.encoding, decoding: netlist.decoding)
    }

    @Test func aWrongNetlistIsFound() throws {
        let net = try ExportNets.classifier()
        let netlist = try Netlist(extracting: net)
        let last = netlist.luts.count - 1
        var differences = 0
        for entry in 0..<UInt64(64) {
            differences += try NetProof(net, turned(netlist, lut: last, entry: entry))
                .compare(over: ExportNets.digits.test) { _ in }.outputBits
        }
        // Every image goes through one of the entries.
        #expect(differences == ExportNets.digits.test.count)
    }

    @Test(arguments: 1...20) func simplificationIsProved(seed: UInt64) throws {
        let raw = try ExportNets.tangle(inputCount: 9, lutCount: 80, outputCount: 12, seed: seed)
        let proof = SimplificationProof(raw: raw, simplified: raw.simplified())
        #expect(proof.differingOutputs.isEmpty)
    }

    @Test func aWrongSimplificationIsFound() throws {
        let raw = try Netlist(extracting: ExportNets.classifier())
        let simple = raw.simplified()
        let wrong = try turned(simple, lut: simple.luts.count - 1, entry: 3)
        #expect(!SimplificationProof(raw: raw, simplified: wrong).differingOutputs.isEmpty)
        #expect(SimplificationProof(raw: raw, simplified: simple).differingOutputs.isEmpty)
    }

    /// An average that takes bits as they come is an OR, in binary mode a majority; perceptrons clamp what they have learnt.
    @Test func layersOfTwoModesAreWrittenInTheOneThatIsProved() throws {
        let net = try BinaryModulation(
            Sequential([
                try MicroMlp(outputShape: [120]), try Sequential.differentiableLutBlock(outputShape: [10], depth: 2),
            ]))
        try net.setInputShape(ExportNets.digits.inputShape)
        for tensor in net.parameters.tensors { for index in 0..<tensor.count { tensor[index] *= 3 } }
        let x = FrameBuffer(.fp32, frameCount: 64, shape: ExportNets.digits.inputShape)
        try ExportNets.digits.train.fillInputs(indices: (0..<64).map { Int32($0) }[...], into: x)
        _ = try net.forward(x, train: true)
        net.clear()
        let folder = try TestFolder()
        let result = try ExportNets.exporter(net).export(
            .c, to: "\(folder.path)/c", options: ExportOptions(vectorCount: 10), isProved: true)
        #expect(!result.proof.hasFailed, "\(result.proof.checks)")
        #expect(result.proof.checks.first?.outcome == .passed)
    }
}
