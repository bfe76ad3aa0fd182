import Testing
import Workbench

@testable import TerminalUI

/// Where a plot puts what it shows.
@Suite struct PlotPlacementTests {
    private func history(_ values: [Float]) -> MetricHistory {
        var history = MetricHistory()
        for (step, value) in values.enumerated() { history.append(step: step, value: value) }
        return history
    }

    private func draw(
        train: [Float], test: [Float] = [], probe: [Float] = [], scale: ValueScale = .all, size: Size,
        glyphs: GlyphSet = .braille
    ) -> Canvas {
        var view = PlotView()
        view.smoothing = nil
        view.scale = scale
        let data = PlotData(
            title: "loss", train: history(train), test: history(test), testSize: 1000, probe: history(probe),
            probeSize: 256, steering: [], better: .lower, isShare: false, newest: 199)
        var canvas = Canvas(size: size)
        Plot(data: data, view: view, theme: Theme(glyphs: glyphs)).draw(on: &canvas, in: canvas.area)
        return canvas
    }

    private func places(_ canvas: Canvas, _ role: Role, rows: Range<Int>) -> Set<[Int]> {
        var places: Set<[Int]> = []
        for y in rows {
            for (x, cell) in canvas.row(y).enumerated() where cell.style == Style(role) && cell.scalar != " " {
                places.insert([x, y])
            }
        }
        return places
    }

    /// Marker, curve and axis of one value share their rounding: each value's marker lies in a cell of the curve through the same
    /// values, at every size.
    @Test(arguments: [GlyphSet.braille, .block, .ascii])
    func everyMarkerLiesOnItsCurve(glyphs: GlyphSet) {
        let values: [Float] = (0..<200).map { index in
            let jitter = Float((index * 7919) % 1000) / 500
            return 1 + jitter + Float(index) / 40
        }
        for height in [5, 6, 7, 10, 17, 31] {
            for width in [20, 39, 80, 133] {
                let size = Size(width: width, height: height)
                let rows = 1..<height - 1
                let curve = places(draw(train: values, size: size, glyphs: glyphs), .train, rows: rows)
                for step in stride(from: 0, to: 200, by: 13) {
                    var one = MetricHistory()
                    one.append(step: step, value: values[step])
                    var view = PlotView()
                    view.smoothing = nil
                    view.scale = .all
                    let data = PlotData(
                        title: "loss", train: history(values), test: one, steering: [], better: .lower, isShare: false,
                        newest: 199)
                    var canvas = Canvas(size: size)
                    Plot(data: data, view: view, theme: Theme(glyphs: glyphs)).draw(on: &canvas, in: canvas.area)
                    let best = places(canvas, .best, rows: rows)
                    #expect(best.count == 1 && best.isSubset(of: curve), "step \(step) at \(width)x\(height)")
                }
            }
        }
    }

    /// The same for the points and the front of the modulation plot.
    @Test func everyPointLiesOnItsFront() {
        for height in 6...30 {
            for width in [30, 61, 100] {
                let points = [(1, 0.62), (3, 0.81), (7, 0.87), (15, 0.885), (31, 0.895)].map {
                    ParetoPlot.Point(
                        price: Double($0.0), quality: $0.1, label: "x\($0.0)", isFaint: false, isOnFront: false)
                }
                func picture(_ front: [ParetoPlot.Point]) -> Canvas {
                    var canvas = Canvas(size: Size(width: width, height: height))
                    ParetoPlot(
                        points: ParetoPlot.Point.marked(front, higherIsBetter: true), priceTitle: "cycles per image",
                        priceTicks: front.map(\.price), tickText: { NumberText.tick($0) }, theme: Theme()
                    ).draw(on: &canvas, in: canvas.area)
                    return canvas
                }
                let canvas = picture(points)
                let markers = places(canvas, .best, rows: 0..<height - 2)
                    .filter { canvas[$0[0], $0[1]].scalar == "◆" }
                let raster = PlotRaster(columns: width, rows: height, glyphs: .braille)
                for position in [0.0, 0.1, 0.33, 0.5, 0.77, 1] {
                    #expect(raster.row(position) == raster.dotRow(position) / 4)
                    #expect(raster.column(position) == raster.dotColumn(position) / 2)
                }
                #expect(!markers.isEmpty)
                // Next to each marker the line goes on: in one of the eight cells around it.
                let line = places(canvas, .trainBand, rows: 0..<height - 2)
                for marker in markers where !line.isEmpty {
                    let near = line.union(markers).contains { cell in
                        cell != marker && abs(cell[0] - marker[0]) <= 8 && abs(cell[1] - marker[1]) <= 2
                    }
                    #expect(near, "\(canvas.text)")
                }
            }
        }
    }

    /// Test values a dot apart are seen a dot apart.
    @Test func testValuesHaveTheCurvesResolution() {
        let size = Size(width: 60, height: 12)
        let pictures = (0..<40).map { index in
            draw(train: [0, 1], test: [Float](repeating: Float(index) / 39, count: 200), size: size).text
        }
        #expect(Set(pictures).count >= 38, "40 values over 10 rows of 4 dots each")
    }

    @Test func probesAndTestsLookDifferentAndSayTheirSizes() {
        for glyphs in [GlyphSet.braille, .block, .ascii] {
            let values = [Float](repeating: 0.5, count: 30)
            let size = Size(width: 100, height: 10)
            let tested = draw(train: [0, 1], test: values, size: size, glyphs: glyphs)
            let probed = draw(train: [0, 1], probe: values, size: size, glyphs: glyphs)
            #expect(tested.text.contains("test 0.5000 of 1000"), "\(tested.text)")
            #expect(probed.text.contains("probe 0.5000 of 256"), "\(probed.text)")
            let looks = [tested, probed].map { canvas in
                Set((1..<9).flatMap { canvas.row($0) }.filter { $0.style == Style(.test) }.map(\.scalar))
            }
            #expect(looks[0].isDisjoint(with: looks[1]), "\(looks)")
        }
    }

    /// One mini-batch at a hundred times the loss is marked at the edge; the others keep the field.
    @Test func anOutlierDoesNotFlattenTheRest() {
        var values = (0..<200).map { 2 - Float($0) / 200 }
        values[120] = 200
        let size = Size(width: 60, height: 12)
        let steps = StepAxis(0...199)
        func axis(_ scale: ValueScale) -> (axis: Axis, hidesOutliers: Bool) {
            var view = PlotView()
            view.scale = scale
            let data = PlotData(
                title: "", train: history(values), test: MetricHistory(), steering: [], better: .lower, isShare: false,
                newest: 199)
            return Plot(data: data, view: view, theme: Theme()).valueAxis(steps)
        }
        for scale in [ValueScale.linear, .logarithmic] {
            #expect(axis(scale).hidesOutliers)
            #expect(axis(scale).axis.upper < 2.1 && axis(scale).axis.lower <= 1.1)
            let canvas = draw(train: values, scale: scale, size: size)
            #expect(canvas.row(1).contains { $0.scalar == "↑" && $0.style == Style(.warning) }, "\(canvas.text)")
        }
        #expect(axis(.all).axis.upper == 200 && !axis(.all).hidesOutliers)
        #expect(!draw(train: values, scale: .all, size: size).text.contains("↑"))
        // What is no outlier is not cut: a fall to a hundredth is how training looks.
        values = (0..<200).map { 2.3 * pow(0.975, Float($0)) + 0.01 }
        #expect(axis(.linear).axis.upper == Double(values[0]))
        #expect(!axis(.linear).hidesOutliers)
    }

    private func pow(_ base: Float, _ exponent: Float) -> Float {
        (0..<Int(exponent)).reduce(1) { result, _ in result * base }
    }

    @Test func aSeriesThatHardlyMovesHasNoOutliers() {
        var values = [Float](repeating: 1, count: 300)
        values[17] = 0.97
        var range = ValueRange()
        range.add(history(values), on: StepAxis(0...299), logarithmic: false)
        #expect(range.usual == range.all)
    }

    @Test func onePlotWhereTheLossIsTheMetric() {
        let driver = WorkbenchDriver(Fixtures.autoencoder(), size: Size(width: 160, height: 50))
        driver.expect(shows: "loss = mse")
        #expect(driver.frame.components(separatedBy: "mse  train").count == 2, "\(driver.frame)")
        driver.snapshot.isLossMetric = false
        driver.expect(shows: "loss  train").expect(shows: "mse  train")
    }
}
