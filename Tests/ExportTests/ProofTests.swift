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

    /// Nets that end in sums of groups, alone and in front of the demodulator: bit by bit, and the numbers.
    @Test(arguments: [1, 3], [true, false]) func aNetlistOfGroupsIsItsNet(modulation: Int, isGroupSum: Bool) throws {
        let head: any Model = try isGroupSum ? GroupSum(outputShape: [10]) : Reduce(outputShape: [10])
        let layers = Sequential([try DifferentiableLut(outputShape: [80], learnable: .init(candidates: 4)), head])
        let net: any Model = try modulation == 1 ? layers : BinaryModulation(layers, trainingModulationSize: modulation)
        try net.setInputShape(ExportNets.digits.inputShape)
        let x = FrameBuffer(.fp32, frameCount: 64, shape: ExportNets.digits.inputShape)
        try ExportNets.digits.train.fillInputs(indices: (0..<64).map { Int32($0) }[...], into: x)
        _ = try net.forward(x, train: true)
        net.clear()
        // Averages of averages round where they are not over a power of two; see Extraction.
        if !isGroupSum, modulation > 1 { return }
        let netlist = try Netlist(extracting: net)
        let found = try NetProof(net, netlist).compare(over: ExportNets.digits.test) { _ in }
        #expect(found.count == 0)
        #expect(found.comparedOutputs == ExportNets.digits.test.count * modulation * 80)
        #expect(found.comparedNumbers == ExportNets.digits.test.count * 10)
        let wrong = try turned(netlist, lut: 7, entry: 0)
        #expect(try NetProof(net, wrong).compare(over: ExportNets.digits.test) { _ in }.outputBits > 0)
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

    /// A net after a forward in training on digits, which sets its statistics.
    private func prepared(_ layers: [any Model]) throws -> BinaryModulation {
        let net = try BinaryModulation(Sequential(layers))
        try net.setInputShape(ExportNets.digits.inputShape)
        for tensor in net.parameters.tensors { for index in 0..<tensor.count { tensor[index] *= 3 } }
        let x = FrameBuffer(.fp32, frameCount: 64, shape: ExportNets.digits.inputShape)
        try ExportNets.digits.train.fillInputs(indices: (0..<64).map { Int32($0) }[...], into: x)
        _ = try net.forward(x, train: true)
        net.clear()
        return net
    }

    private func proof(of net: any Model) throws -> (result: Exporter.Result, text: String) {
        let folder = try TestFolder()
        let result = try ExportNets.exporter(net).export(
            .c, to: "\(folder.path)/c", options: ExportOptions(vectorCount: 10), isProved: true)
        #expect(!result.proof.hasFailed, "\(result.proof.checks)")
        #expect(result.proof.checks.first?.outcome == .passed)
        return (result, try folder.text("c/proof.txt"))
    }

    /// Layers that hand on bits are written as they were trained, whatever `binary true` would make of them: an average that adds
    /// up bits 0 and 1 stays an OR, and perceptrons keep what they have learnt.
    @Test func whatHandsOnBitsIsProvedAsItWasTrained() throws {
        let net = try prepared([
            try MicroMlp(outputShape: [120]), try Sequential.differentiableLutBlock(outputShape: [10], depth: 2),
        ])
        let x = FrameBuffer(.fp32, frameCount: 200, shape: ExportNets.digits.inputShape)
        try ExportNets.digits.test.fillInputs(indices: (0..<200).map { Int32($0) }[...], into: x)
        let stored = try net.forward(x, train: false).frameMajorValues()
        #expect(try NetlistEvaluator(Netlist(extracting: net)).forward(x).frameMajorValues() == stored)
        let (result, text) = try proof(of: net)
        #expect(result.forms.notice == nil && text.hasPrefix("PROVED: all "), "\(text)")
        try net.sendCommand("binary true")
        #expect(try net.forward(x, train: false).frameMajorValues() != stored, "the command makes another net")
    }

    @Test func whatHandsOnNumbersIsProvedInBinaryModeOnly() throws {
        let net = try prepared([
            try DifferentiableLutDiscrete(outputShape: [60]), try DifferentiableLutDiscrete(outputShape: [10]),
        ])
        let (result, text) = try proof(of: net)
        let different = try #require(result.forms[.binary]?.differing)
        #expect(different > 0 && result.forms.netlistDefects == 0)
        #expect(text.hasPrefix("PROVED IN BINARY MODE ONLY: all "), "\(text)")
        #expect(text.prefix { $0 != "\n" }.contains(" answers differ from stored"), "\(text)")
        #expect(text.contains("[passed] The netlist is the trained net in binary mode."), "\(text)")
    }
}
