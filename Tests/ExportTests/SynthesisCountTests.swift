import Testing

@testable import Export

@Suite("What yosys maps a design to")
struct SynthesisCountTests {
    @Test func lutsAreThoseOfTheWholeDesign() {
        let statistics = """
            === core ===
               Number of cells:                 70
                 $lut                           70

            === design hierarchy ===
               Number of cells:               2345
                 $_DFF_P_                      345
                 $lut                         2000

            """
        #expect(SynthesisCount.cells(inStatistics: statistics) == [.init(name: "$lut", count: 2000)])
        #expect(SynthesisCount.cells(inStatistics: "no cells").isEmpty)
    }

    @Test func cellsOfPartsAreCountedInEitherOrderOfColumns() {
        let statistics = """
            === net ===
               Number of cells:                 12
                 LUT2                            3
                 LUT6                            5
                 FDRE                            4
            """
        #expect(SynthesisCount.cells(inStatistics: statistics).map(\.count) == [3, 5])
        #expect(
            SynthesisCount.cells(inStatistics: "=== net ===\n  9 cells\n  7 SB_LUT4\n  2 SB_DFF\n").map(\.count) == [7])
    }
}
