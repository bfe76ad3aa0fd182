import Testing
import Workbench

@testable import TerminalUI

@Suite struct SeedBandTests {
    private func history(_ count: Int, _ value: (Int) -> Float) -> MetricHistory {
        var history = MetricHistory()
        for step in 1...count { history.append(step: step, value: value(step)) }
        return history
    }

    @Test func theMeanLiesBetweenTheLowestAndTheHighest() {
        let band = SeedBand([history(900) { _ in 1 }, history(1000) { _ in 2 }, history(1200) { _ in 6 }])
        #expect(band.mean.points.allSatisfy { $0.value == 3 })
        #expect(band.lowest.points.allSatisfy { $0.value == 1 })
        #expect(band.highest.points.allSatisfy { $0.value == 6 })
        #expect(band.mean.last?.step == 900, "as far as all have come")
        #expect(band.mean.count <= 400)
    }

    @Test func shortRunsAreReadAtEachStep() {
        let band = SeedBand([history(3) { Float($0) }, history(3) { Float($0 + 2) }])
        #expect(band.mean.points.map(\.step) == [1, 2, 3])
        // Of the last mini-batches the mean: 1, 1.5, 2 and 3, 3.5, 4.
        #expect(band.mean.points.map(\.value) == [2, 2.5, 3])
    }

    @Test func whatIsNotFiniteIsLeftOut() {
        let band = SeedBand([history(40) { $0 == 20 ? .nan : 1 }, history(40) { _ in 1 }])
        #expect(!band.mean.isEmpty)
        #expect(band.mean.points.allSatisfy { $0.value == 1 })
        #expect(SeedBand([]).mean.isEmpty)
        #expect(SeedBand([MetricHistory(), MetricHistory()]).mean.isEmpty)
    }
}
