import Testing

@testable import Workbench

@Suite struct MetricHistoryTests {
    /// Long enough for full chunks, full blocks and a rest of both.
    private static let values: [Float] = (0..<3500).map { (index: Int) -> Float in
        if index % 997 == 13 { return .nan }
        if index % 701 == 5 { return .infinity }
        return Float(index * 7919 % 2003) - 900
    }

    private func history(_ values: [Float]) -> MetricHistory {
        var history = MetricHistory()
        for (step, value) in values.enumerated() { history.append(step: step, value: value) }
        return history
    }

    @Test(arguments: [0..<0, 0..<1, 5..<70, 31..<33, 1000..<1100, 0..<3500, 1024..<2048, 17..<3499, 3400..<3500])
    func summariesAreThoseOfThePoints(range: Range<Int>) {
        let summary = history(Self.values).summary(of: range)
        let finite = Self.values[range].filter(\.isFinite)
        #expect(summary.isFinite == !finite.isEmpty)
        #expect(summary.hasBrokenValue == (finite.count < range.count))
        guard !finite.isEmpty else { return }
        #expect(summary.first == finite.first)
        #expect(summary.last == finite.last)
        #expect(summary.lowest == finite.min())
        #expect(summary.highest == finite.max())
        #expect(summary.lowestPositive == finite.filter { $0 > 0 }.min() ?? .infinity)
    }

    @Test func extremesAreTheFirstOfEquals() {
        let history = history(Self.values)
        let finite = Self.values.filter(\.isFinite)
        #expect(history.extreme(highest: true)?.step == Self.values.firstIndex(of: finite.max()!))
        #expect(history.extreme(highest: false)?.step == Self.values.firstIndex(of: finite.min()!))
        #expect(MetricHistory().extreme(highest: true) == nil)
        #expect(self.history([.nan, .infinity]).extreme(highest: false) == nil)
    }

    @Test func aCopyDoesNotGrowWithTheOriginal() {
        var original = history(Array(Self.values.prefix(1030)))
        let copy = original
        original.append(step: 5000, value: 1e6)
        #expect(copy.count == 1030)
        #expect(copy.summary(of: 0..<1030).highest < 1e6)
        #expect(original.last?.step == 5000)
    }
}
