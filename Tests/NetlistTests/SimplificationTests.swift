import BinaryBrain
import Testing

@testable import Netlist

@Suite struct SimplificationTests {
    /// All frames of `count` bits.
    static func allFrames(_ count: Int) -> [[Bool]] {
        (0..<1 << count).map { frame in (0..<count).map { frame >> $0 & 1 == 1 } }
    }

    static func single(_ inputs: [Int32], _ table: UInt64, inputCount: Int) throws -> Netlist {
        try Netlist(
            inputCount: inputCount, luts: [Netlist.Lut(inputs: inputs, table: table, layer: 0)],
            outputs: [Int32(inputCount)], layerNames: ["lut"], encoding: .aboveHalf([inputCount]),
            decoding: .bits([1], levels: .zeroOne))
    }

    @Test func everyTableOfTwoAndThreeInputs() throws {
        for inputs in [[0, 1], [1, 0], [0, 0], [0, 1, 2], [2, 0, 1], [1, 0, 1], [0, 0, 0]] as [[Int32]] {
            for table in 0..<UInt64(1) << (1 << inputs.count) {
                let raw = try Self.single(inputs, table, inputCount: 3)
                let (simple, report) = raw.simplifiedWithReport()
                for frame in Self.allFrames(3) { #expect(simple.evaluate(frame) == raw.evaluate(frame)) }
                // Constants and inverters at an output still take a LUT, wires do not.
                #expect(simple.luts.count <= 1)
                #expect(report.live == simple.luts.count)
                #expect(simple.luts.allSatisfy { Set($0.inputs).count == $0.inputs.count })
            }
        }
    }

    @Test func theTablesOfTwoInputsThatNeedNoLut() throws {
        func size(_ table: UInt64) throws -> Int {
            try Self.single([0, 1], table, inputCount: 2).simplified().luts.count
        }
        #expect(try size(0b1010) == 0, "input 0")
        #expect(try size(0b1100) == 0, "input 1")
        #expect(try size(0b0101) == 1, "an output needs the inverter")
        #expect(try size(0b0000) == 1, "an output needs the constant")
        #expect(try size(0b0110) == 1)
    }

    @Test(arguments: 0..<60)
    func smallTanglesExhaustively(seed: Int) throws {
        let raw = try TestNets.tangle(inputCount: 7, lutCount: 5 + seed, outputCount: 6, seed: UInt64(seed))
        let (simple, report) = raw.simplifiedWithReport()
        for frame in Self.allFrames(7) { #expect(simple.evaluate(frame) == raw.evaluate(frame)) }
        checkIsSimple(simple, report)
    }

    @Test(arguments: 0..<4)
    func largeTanglesOnRandomFrames(seed: Int) throws {
        let raw = try TestNets.tangle(inputCount: 100, lutCount: 3000, outputCount: 50, seed: UInt64(100 + seed))
        let (simple, report) = raw.simplifiedWithReport()
        #expect(report.constants > 0 && report.passThroughs > 0 && report.duplicates > 0 && report.dead > 0)
        let x = TestNets.bits(frameCount: 1000, nodeCount: 100, seed: 9)
        let wanted = try NetlistEvaluator(raw).outputBits(of: x).frameMajorValues()
        #expect(try NetlistEvaluator(simple).outputBits(of: x).frameMajorValues() == wanted)
        checkIsSimple(simple, report)
    }

    private func checkIsSimple(_ netlist: Netlist, _ report: SimplificationReport) {
        #expect(
            report.raw - report.constants - report.passThroughs - report.duplicates - report.dead
                + report.addedForOutputs == report.live)
        #expect(netlist.luts.count == report.live)
        #expect(netlist.statistics.lutCount == report.live)
        #expect(netlist.luts.reduce(0) { $0 + $1.inputs.count } == report.liveInputs)
        #expect(report.liveInputs <= report.rawInputs)
        // Every LUT is read, inputs differ and matter, and no two LUTs have the same inputs and table.
        var isRead = Set(netlist.outputs)
        for lut in netlist.luts { isRead.formUnion(lut.inputs) }
        #expect((0..<netlist.luts.count).allSatisfy { isRead.contains(Int32(netlist.inputCount + $0)) })
        for lut in netlist.luts {
            let function = LutFunction(lut) { .signal($0, isInverted: false) }
            #expect(function.inputs == lut.inputs && function.table == lut.table)
        }
        let functions = netlist.luts.map { Netlist.Lut(inputs: $0.inputs, table: $0.table, layer: 0) }
        #expect(Set(functions).count == functions.count)
        // Nothing is left to find.
        let again = netlist.simplifiedWithReport()
        #expect(
            again.netlist.luts.count == netlist.luts.count && again.report.duplicates == 0 && again.report.dead == 0)
    }

    @Test func invertersAreAbsorbedAndInversesShared() throws {
        // 3: not a; 4: not a and b; 5: its inverse; 6: 4 xor c; outputs 6 and 5.
        let raw = try Netlist(
            inputCount: 3,
            luts: [
                Netlist.Lut(inputs: [0], table: 0b01, layer: 0), Netlist.Lut(inputs: [3, 1], table: 0b1000, layer: 0),
                Netlist.Lut(inputs: [3, 1], table: 0b0111, layer: 0),
                Netlist.Lut(inputs: [4, 2], table: 0b0110, layer: 0),
            ], outputs: [6, 5], layerNames: ["all"], encoding: .aboveHalf([3]),
            decoding: .bits([2], levels: .zeroOne))
        let (simple, report) = raw.simplifiedWithReport()
        #expect(report.passThroughs == 1 && report.duplicates == 1 && report.addedForOutputs == 0)
        // The shared LUT is wanted inverted by the output, so it is stored inverted and the XOR takes it up.
        #expect(simple.luts.map(\.inputs) == [[0, 1], [2, 3]])
        #expect(simple.luts.map(\.table) == [0b1011, 0b1001])
        #expect(simple.outputs == [4, 3])
        for frame in Self.allFrames(3) { #expect(simple.evaluate(frame) == raw.evaluate(frame)) }
    }

    @Test func levelsAndLayersAreCounted() throws {
        let raw = try TestNets.classifier(inputsPerNode: 4)
        let netlist = try Netlist(extracting: raw)
        let statistics = netlist.statistics
        #expect(statistics.levelCount == 3)
        #expect(statistics.layers.map(\.lutCount) == [180, 60, 20])
        #expect(statistics.layers.map(\.name) == [String](repeating: "DifferentiableLut4", count: 3))
        #expect(statistics.lutsByInputCount == [0, 0, 0, 0, 260, 0, 0])
        #expect(statistics.usedInputCount == Set(netlist.luts.prefix(180).flatMap(\.inputs)).count)
        let simple = netlist.simplified().statistics
        #expect(simple.layers.reduce(0) { $0 + $1.lutCount } == simple.lutCount)
        #expect(simple.lutCount <= 260 && simple.levelCount <= 3)
    }
}
