import Testing

@testable import Workbench

/// Which samples are shown and measured between epochs.
@Suite struct ExperimentDataTests {
    @Test func samplesInSightAreOfDifferentClasses() {
        let shown = ExperimentData.varied(8, of: 1000)
        #expect(Set(shown.map { $0 % 10 }).count == 8)
        #expect(shown.allSatisfy { $0 < 1000 })
        #expect(ExperimentData.varied(8, of: 3) == [0, 1, 2])
        #expect(ExperimentData.varied(8, of: 1) == [0])
    }

    @Test func previewsAreSpreadOverTheSet() {
        #expect(ExperimentData.spread(4, over: 1000) == [0, 250, 500, 750])
        #expect(ExperimentData.spread(9, over: 3) == [0, 1, 2])
    }
}
