import Foundation
import Testing

@testable import TerminalUI
@testable import Workbench

@Suite struct PlotFileTests {
    private func text(_ file: PlotFile) -> String { String(decoding: file.encoded(as: .svg), as: UTF8.self) }

    @Test func oneRunHasItsPointsAndSteering() throws {
        let snapshot = Fixtures.classifier()
        let svg = text(PlotFile(runs: [("a", snapshot)], of: .metric))
        #expect(svg.hasPrefix("<svg xmlns=") && svg.hasSuffix("</svg>\n"))
        // Tests and glimpses, the best of the tests again, and the legend's two.
        let points = snapshot.testMetric.count + snapshot.probeMetric.count
        #expect(svg.components(separatedBy: "<circle").count - 1 == points + 1 + 2)
        #expect(svg.contains(">accuracy</text>"))
        #expect(svg.contains(#"stroke-dasharray="4 4""#), "the steering event")
        let parser = XMLParserCheck(svg)
        #expect(parser.isWellFormed)
    }

    @Test func severalRunsHaveALineEach() {
        let runs = (0..<6).map { (name: "run \($0) <&>", snapshot: Fixtures.classifier(step: 60 + 20 * $0)) }
        let svg = text(PlotFile(runs: runs, of: .loss))
        #expect(svg.contains("run 5 &lt;&amp;&gt;"))
        let dashes = Set(
            svg.components(separatedBy: "stroke-dasharray=\"").dropFirst().map { $0.prefix { $0 != "\"" } })
        #expect(dashes.count == 5, "one line is solid, five are dashed each in its way")
        #expect(XMLParserCheck(svg).isWellFormed)
    }

    /// What a line has no room for stands in the next, and the plot begins below.
    @Test func aLongLegendIsWhollyOnTheSheet() {
        let snapshot = Fixtures.classifier()
        let drawing = { (names: [String]) in
            PlotDrawing(
                data: PlotData(comparing: names.map { ($0, .loss(snapshot)) }, byTest: false), view: PlotView())
        }
        let texts = { (drawing: PlotDrawing) in
            drawing.shapes.compactMap { if case .text(let text, let x, let y, _, _) = $0 { (text, x, y) } else { nil } }
        }
        let names = (0..<6).map { "a run with a long name \($0)" }
        let placed = texts(drawing(names)).filter { names.contains($0.0) }
        #expect(placed.count == 6)
        for (name, x, _) in placed {
            let end = x + Double(name.count) * PlotDrawing.fontSize * SegmentFont.advance
            #expect(end <= PlotDrawing.width, "\(name)")
        }
        #expect(Set(placed.map { $0.2 }).count > 1)
        let highest = { (drawing: PlotDrawing) in
            drawing.shapes.compactMap {
                if case .line(let points, _, 1, _) = $0 { points.map { $0.y }.min() } else { nil }
            }
            .min() ?? 0
        }
        #expect(highest(drawing(names)) > (placed.map { $0.2 }.max() ?? .infinity), "no curve behind the legend")
        #expect(highest(drawing(["a", "b"])) < highest(drawing(names)))
    }

    @Test func logarithmsAndSmoothingChangeThePicture() {
        let runs = [(name: "a", snapshot: Fixtures.classifier())]
        let plain = text(PlotFile(runs: runs, of: .loss))
        for look in [
            PlotFile.Look(hasLogarithmicValues: true), PlotFile.Look(hasLogarithmicSteps: true),
            PlotFile.Look(smoothing: nil),
        ] {
            #expect(text(PlotFile(runs: runs, of: .loss, look: look)) != plain)
        }
    }

    @Test func thePixmapShowsTheSameColours() throws {
        let bytes = PlotFile(runs: [("a", Fixtures.classifier())], of: .metric).encoded(as: .ppm)
        let header = Array("P6\n1600 800\n255\n".utf8)
        #expect(bytes.starts(with: header))
        let pixels = bytes[header.count...]
        #expect(pixels.count == 3 * 1600 * 800)
        var colors: [[UInt8]: Int] = [:]
        for start in stride(from: pixels.startIndex, to: pixels.endIndex, by: 3) {
            colors[Array(pixels[start..<start + 3]), default: 0] += 1
        }
        #expect(colors[[0xff, 0xff, 0xff]]! > 1_000_000, "mostly paper")
        for ink: [UInt8] in [[0x00, 0x72, 0xB2], [0xE6, 0x9F, 0x00], [0xCC, 0x79, 0xA7], [0x33, 0x33, 0x33]] {
            #expect(colors[ink, default: 0] > 100, "\(ink)")
        }
    }

    @Test func everyLetterOfTheFontIsInItsCell() {
        for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-+/%.,:()@_=*±'#?äé" {
            let strokes = SegmentFont.strokes(of: character)
            #expect(!strokes.isEmpty)
            for stroke in strokes {
                #expect((0...2).contains(stroke.x1) && (0...2).contains(stroke.x2))
                #expect((0...4).contains(stroke.y1) && (0...4).contains(stroke.y2))
            }
        }
        #expect(SegmentFont.strokes(of: " ").isEmpty)
        #expect(SegmentFont.strokes(of: "a") == SegmentFont.strokes(of: "A"))
        let digits = Set("0123456789".map { Set(SegmentFont.strokes(of: $0)) })
        #expect(digits.count == 10, "no two digits look alike")
    }

    @Test func theEndOfTheNameSaysTheFormat() {
        #expect(PlotFile.Kind(path: "a/b.svg") == .svg)
        #expect(PlotFile.Kind(path: "B.PPM") == .ppm)
        #expect(PlotFile.Kind(path: "a.png") == .png)
        #expect(PlotFile.Kind(path: "a.gif") == nil)
        #expect(PlotFile.Kind(path: "svg") == nil)
    }

    /// Tags that close in the order in which they open, and no stray markup: what a picture viewer needs.
    private struct XMLParserCheck {
        let isWellFormed: Bool

        init(_ text: String) {
            var open: [Substring] = []
            var rest = text[...]
            var isWellFormed = true
            while let start = rest.firstIndex(of: "<"), let end = rest[start...].firstIndex(of: ">") {
                let tag = rest[rest.index(after: start)..<end]
                let name = tag.drop { $0 == "/" }.prefix { $0.isLetter }
                if tag.hasPrefix("/") {
                    isWellFormed = isWellFormed && open.popLast() == name
                } else if !tag.hasSuffix("/") {
                    open.append(name)
                }
                rest = rest[rest.index(after: end)...]
            }
            self.isWellFormed = isWellFormed && open.isEmpty && !rest.contains("<")
        }
    }
}
