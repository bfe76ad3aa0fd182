import BinaryBrain
import Netlist
import Testing

@testable import Export

@Suite struct PipelineTests {
    /// Plays frames through the stages as the hardware does, a register array a boundary.
    @Test(arguments: [0, 1, 2, 3, 7]) func everyWayTakesTheSameCycles(interval: Int) throws {
        let netlist = try ExportNets.tangle(inputCount: 12, lutCount: 60, outputCount: 9, seed: 3).simplified()
        let pipeline = Pipeline(netlist, spacing: .every(interval))
        let levels = netlist.statistics.levelCount
        #expect(pipeline.stageCount == (interval == 0 ? 0 : (levels + interval - 1) / interval))
        for (index, lut) in netlist.luts.enumerated() {
            let stage = pipeline.stages[netlist.inputCount + index]
            for input in lut.inputs where !netlist.isConstant(Int(input)) {
                let own = pipeline.stages[Int(input)]
                // A LUT reads its own stage's wires, or what stands in the registers before its stage.
                let isReadable =
                    own == stage || pipeline.copies(of: Int(input)).contains(stage - 1)
                    || Int(input) < netlist.inputCount && stage == 1
                #expect(isReadable, "LUT \(index) reads \(input)")
            }
        }
        if interval > 0 {
            for output in netlist.outputs where !netlist.isConstant(Int(output)) {
                #expect(pipeline.copies(of: Int(output)).contains(pipeline.stageCount))
            }
        } else {
            #expect(pipeline.flipFlopCount == 0)
        }
    }
}
