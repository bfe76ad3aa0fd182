import Foundation
import Testing

@testable import TerminalUI

@Suite struct AxisTests {
    @Test(arguments: [(0.0, 1.0), (0.1, 0.37), (-3, 7), (0, 123_456), (1e-7, 3e-7), (0.999, 1.001)], [2, 3, 5, 9])
    func linearTicksAreRoundAndFew(range: (Double, Double), count: Int) {
        let ticks = Axis(range.0...range.1).ticks(atMost: count)
        #expect(ticks.count <= count)
        for tick in ticks {
            #expect(tick >= range.0 - 1e-9 * abs(range.1) && tick <= range.1 + 1e-9 * abs(range.1))
        }
        for (left, right) in zip(ticks, ticks.dropFirst()) {
            let step = right - left
            let mantissa = step / pow(10, floor(log10(step) + 1e-9))
            #expect([1.0, 2, 5].contains { abs($0 - mantissa) < 1e-6 }, "step \(step)")
        }
    }

    @Test func wideRangesHaveTicks() {
        for count in 2...9 { #expect(Axis(0.0...1.0).ticks(atMost: count).count >= 2) }
    }

    @Test func logarithmicTicksAreDecades() {
        let ticks = Axis(0.001...100, logarithmic: true).ticks(atMost: 6)
        #expect(ticks.count == 6)
        for tick in ticks { #expect(abs(log10(tick) - log10(tick).rounded()) < 1e-9) }
        #expect(Axis(1...10, logarithmic: true).ticks(atMost: 4).map { $0.rounded() } == [1, 2, 5, 10])
    }

    @Test func positionsRunFromZeroToOne() {
        for axis in [Axis(2...8), Axis(0.01...100, logarithmic: true)] {
            #expect(axis.position(axis.lower) == 0)
            #expect(axis.position(axis.upper) == 1)
            #expect(axis.position(-1e9) == 0)
            #expect(axis.position(1e9) == 1)
        }
        #expect(abs(Axis(0.01...100, logarithmic: true).position(1) - 0.5) < 1e-12)
    }

    /// Zeros and negatives have no logarithm: they lie at the lower end.
    @Test func logarithmicAxisTakesZeros() {
        let axis = Axis(0...10, logarithmic: true)
        #expect(axis.lower > 0)
        #expect(axis.position(0) == 0)
        #expect(axis.position(-5) == 0)
        #expect(axis.position(10) == 1)
    }

    @Test func anEmptyRangeIsWidened() {
        for value in [0.0, 1, -1, 1e30, 1e-30] {
            let axis = Axis(value...value)
            #expect(axis.lower < value && axis.upper > value)
            #expect(axis.position(value).isFinite)
        }
    }

    @Test(arguments: [
        (0.0, "0"), (0.25, "0.25"), (1, "1"), (1500, "1500"), (20_000, "20k"), (2e-5, "2e-05"), (1_500_000, "1.5M"),
    ])
    func tickTexts(value: Double, text: String) {
        #expect(NumberText.tick(value) == text)
    }

    @Test(arguments: [
        (7.0, "0:07"), (754, "12:34"), (3723, "1:02:03"), (273_600, "3d 04h"), (.infinity, "?"), (-1, "?"),
    ])
    func durations(seconds: Double, text: String) {
        #expect(NumberText.duration(seconds) == text)
    }

    @Test(arguments: [(0.0, "0"), (9999, "9999"), (12_345, "12.3k"), (999_949, "1000k"), (4e6, "4M"), (2.5e9, "2.5G")])
    func counts(value: Double, text: String) {
        #expect(NumberText.count(value) == text)
    }
}
