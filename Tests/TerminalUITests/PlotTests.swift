import Testing
import Workbench

@testable import TerminalUI

@Suite struct PlotTests {
    private func history(_ values: [Float]) -> MetricHistory {
        var history = MetricHistory()
        for (step, value) in values.enumerated() { history.append(step: step, value: value) }
        return history
    }

    private func canvas(
        _ train: [Float], test: [(Int, Float)] = [], steering: [Int] = [], view: PlotView = PlotView(),
        theme: Theme = Theme(), size: Size = Size(width: 40, height: 10)
    ) -> Canvas {
        var tests = MetricHistory()
        for (step, value) in test { tests.append(step: step, value: value) }
        let data = PlotData(
            title: "loss", train: history(train), test: tests, steering: steering, better: .lower, isShare: false,
            newest: train.count - 1)
        var canvas = Canvas(size: size)
        Plot(data: data, view: view, theme: theme).draw(on: &canvas, in: canvas.area)
        return canvas
    }

    private func raw() -> PlotView {
        var view = PlotView()
        view.smoothing = nil
        return view
    }

    /// One mini-batch in a hundred thousand reaches the top row, smoothed or not.
    @Test(arguments: [true, false])
    func aSpikeIsNeverLost(smooth: Bool) {
        var values = [Float](repeating: 1, count: 100_000)
        values[54_321] = 9
        var view = smooth ? PlotView() : raw()
        #expect(
            self.canvas(values, view: view).row(1).count { $0.scalar == "↑" } == 1, "an outlier is marked at the edge")
        view.scale = .all
        let canvas = self.canvas(values, view: view)
        let top = canvas.row(1).map(\.scalar).filter { (0x2801...0x28ff).contains($0.value) }
        #expect(top.count == 1)
    }

    @Test func decimationKeepsFirstLastAndExtremes() {
        let steps = StepAxis(0...999)
        let decimation = Decimation(history((0..<1000).map { Float(($0 * 7919) % 1000) }), steps: steps, width: 10)
        #expect(decimation.columns.compactMap { $0?.highest }.max() == 999)
        #expect(decimation.columns.compactMap { $0?.lowest }.min() == 0)
        #expect(decimation.columns.first??.first == 0)
        #expect(!decimation.broken.contains(true))
    }

    @Test func brokenValuesAreMarkedAndExcluded() {
        let canvas = canvas([1, 2, .nan, 1.5, .infinity, 1, -.infinity, 2])
        let marks = canvas.row(1).filter { $0.scalar == "×" }
        #expect(marks.count == 3)
        #expect(marks.allSatisfy { $0.style == Style(.bad) })
        #expect(!canvas.text.contains("inf") && !canvas.text.contains("nan"))
    }

    @Test func onlyBrokenValuesStillDraw() {
        let canvas = canvas([.nan, .infinity, .nan])
        #expect(canvas.text.contains("×"))
        #expect(canvas.text.contains("train NaN"))
    }

    @Test func logarithmicAxisWithZeros() {
        var view = raw()
        view.scale = .logarithmic
        let canvas = canvas([100, 10, 1, 0, 0.1, 0], view: view)
        #expect(canvas.text.contains("100┤"))
        #expect(canvas.text.contains("0.1┤"))
        #expect(canvas.text.contains("log y"))
    }

    @Test func markersOfTestBestAndSteering() {
        let values = (0..<200).map { 2 - Float($0) / 200 }
        let canvas = canvas(values, test: [(50, 1.8), (100, 1.2), (150, 1.6)], steering: [120])
        let cells = canvas.cells
        #expect(cells.contains { (0x2801...0x28ff).contains($0.scalar.value) && $0.style == Style(.test) })
        #expect(cells.filter { $0.scalar == "◆" }.count == 2 - (canvas.row(0).contains { $0.scalar == "◆" } ? 0 : 1))
        #expect(cells.contains { $0.scalar == "▾" && $0.style == Style(.steering) })
        #expect(cells.contains { $0.scalar == "┊" && $0.style == Style(.steering) })
    }

    @Test func theBestPoint() {
        var data = PlotData(
            title: "", train: MetricHistory(), test: history([.nan, 0.3, 0.9, 0.9, .infinity, 0.1]), steering: [],
            better: .higher, isShare: true, newest: 5)
        #expect(data.best == MetricHistory.Point(step: 2, value: 0.9))
        data.better = .lower
        #expect(data.best == MetricHistory.Point(step: 5, value: 0.1))
        data.test = history([.nan])
        #expect(data.best == nil)
    }

    @Test func averageIsCorrectedAtItsBeginning() {
        let steps = StepAxis(0...9)
        let constant = Smoothing.curve(history([Float](repeating: 3, count: 10)), span: 4, steps: steps, width: 10)
        #expect(constant.allSatisfy { abs($0! - 3) < 1e-9 })
        // α = 2/3: (x0 / 3 + x1) / (1 / 3 + 1)
        let two = Smoothing.curve(history([0, 4]), span: 2, steps: StepAxis(0...1), width: 2)
        #expect(abs(two[1]! - 3) < 1e-9)
    }

    /// Six runs over one plot: each in a colour of its own, and told apart without colour by dashes or letters.
    @Test(arguments: [GlyphSet.braille, .block, .ascii])
    func sixOverlays(glyphs: GlyphSet) {
        var data = PlotData(
            title: "loss", train: MetricHistory(), test: MetricHistory(), steering: [], better: .lower, isShare: false,
            newest: 999)
        data.overlays = (0..<7).map { run in
            PlotOverlay(name: "run\(run)", history: history((0..<1000).map { _ in Float(run + 1) }))
        }
        var canvas = Canvas(size: Size(width: 160, height: 30))
        Plot(data: data, view: raw(), theme: Theme(glyphs: glyphs)).draw(on: &canvas, in: canvas.area)
        var patterns: Set<[Unicode.Scalar?]> = []
        for (index, role) in PlotOverlay.roles.enumerated() {
            let cells = (1..<30).flatMap { canvas.row($0) }.filter { $0.style == Style(role) }
            #expect(cells.count > 30, "run \(index)")
            if glyphs == .ascii { #expect(Set(cells.map(\.scalar)) == [PlotOverlay.letters[index]]) }
            let row = (1..<30).first { canvas.row($0).contains { $0.style == Style(role) } }!
            patterns.insert(canvas.row(row).map { $0.style == Style(role) ? $0.scalar : nil })
            #expect(canvas.row(0).contains { $0.style == Style(role) }, "the legend names run \(index)")
        }
        #expect(patterns.count == 6)
        #expect(!canvas.text.contains("run6"), "a seventh could not be told apart")
    }

    /// A million mini-batches are drawn from summaries: what is read grows with the width, and hardly with the length.
    @Test func longRunsCostNoMore() {
        func reads(_ count: Int) -> (pieces: Int, averaged: Int) {
            let series = history((0..<count).map { Float($0 % 1013) })
            let ranges = StepAxis(0...count - 1).columnRanges(of: series, width: 200)
            var pieces = 0
            for range in ranges { series.forEachPiece(of: range) { _ in pieces += 1 } }
            return (pieces, Smoothing.reads(for: ranges, span: 16).reduce(0) { $0 + $1.count })
        }
        let (medium, long) = (reads(16_000), reads(1_000_000))
        // At each end of a column half a block of points and half a chunk of blocks, and the chunks between.
        #expect(medium.pieces < 200 * (32 + 32 + 1))
        #expect(long.pieces < 200 * (32 + 32 + 1_000_000 / 200 / 1024 + 1))
        #expect(medium.averaged <= 200 * 65 && long.averaged <= 200 * 65)
    }

    @Test func shortSeriesAreAveragedLess() {
        var view = PlotView()
        #expect(view.averagedSpan(of: history([Float](repeating: 0, count: 9))) == nil)
        #expect(view.averagedSpan(of: history([Float](repeating: 0, count: 40))) == 8)
        #expect(view.averagedSpan(of: history([Float](repeating: 0, count: 400))) == 16)
        view.smoothing = nil
        #expect(view.averagedSpan(of: history([Float](repeating: 0, count: 400))) == nil)
    }

    @Test func averageSkipsBrokenValues() {
        let curve = Smoothing.curve(history([1, .nan, 1, .infinity, 1]), span: 2, steps: StepAxis(0...4), width: 5)
        #expect(curve.compactMap { $0 }.allSatisfy { abs($0 - 1) < 1e-9 })
        #expect(curve[1] == nil && curve[3] == nil)
    }

    @Test(arguments: [GlyphSet.braille, .block, .ascii])
    func everySizeDraws(glyphs: GlyphSet) {
        for width in 0...30 {
            for height in 0...12 {
                _ = canvas(
                    [1, 5, .nan, 2], test: [(2, 3)], steering: [1], theme: Theme(glyphs: glyphs),
                    size: Size(width: width, height: height))
            }
        }
    }

    @Test func panZoomAndFollow() {
        var view = PlotView()
        var changed = false
        #expect(view.steps(newest: 1000) == 0...1000)
        changed = view.zoom(-1, newest: 1000)
        #expect(changed)
        #expect(view.steps(newest: 1000) == 500...1000)
        changed = view.pan(-1, newest: 1000)
        #expect(changed)
        #expect(view.steps(newest: 1000) == 375...875)
        #expect(view.steps(newest: 2000) == 375...875)
        #expect(!view.isFollowing)
        changed = view.pan(1, newest: 1000)
        #expect(changed)
        #expect(view.isFollowing)
        changed = view.pan(1, newest: 1000)
        #expect(!changed)
        for _ in 0..<20 { _ = view.pan(-1, newest: 1000) }
        #expect(view.steps(newest: 1000) == 0...500)
        changed = view.follow()
        #expect(changed)
        #expect(view.steps(newest: 1200) == 700...1200)
        changed = view.follow()
        #expect(changed)
        #expect(view.steps(newest: 1200) == 0...1200)
        changed = view.follow()
        #expect(!changed)
        while view.zoom(-1, newest: 1000) {}
        #expect(view.steps(newest: 1000).count <= 2 * PlotView.narrowest)
        while view.zoom(1, newest: 1000) {}
        #expect(view.steps(newest: 1000) == 0...1000)
    }

    @Test func dotsOfBrailleAndBlocks() {
        var braille = DotGrid(columns: 1, rows: 1, glyphs: .braille)
        for (x, y, scalar) in [(0, 0, "⠁"), (0, 3, "⡁"), (1, 0, "⡉"), (1, 3, "⣉")] as [(Int, Int, Unicode.Scalar)] {
            braille.set(x, y, .curve)
            #expect(braille.glyph(column: 0, row: 0)?.scalar == scalar)
        }
        var block = DotGrid(columns: 1, rows: 1, glyphs: .block)
        block.set(0, 0, .curve)
        block.set(1, 1, .curve)
        #expect(block.glyph(column: 0, row: 0)?.scalar == "▚")
        block.set(-1, 0, .curve)
        block.set(2, 0, .curve)
        #expect(block.glyph(column: 0, row: 0)?.scalar == "▚")
    }
}
