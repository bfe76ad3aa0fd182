import Foundation
import Testing
import Workbench

@testable import TerminalUI

@Suite struct ImageTests {
    private let checker = SampleImage(channels: 1, height: 2, width: 2, values: [1, 0, 0, 1])

    @Test func halfBlocksHoldTwoPixels() {
        var canvas = Canvas(size: Size(width: 2, height: 1))
        ImageBlock.draw(checker, on: &canvas, in: canvas.area, theme: Theme())
        #expect(
            canvas[0, 0]
                == Cell(scalar: "▀", style: Style(foreground: .rgb(255, 255, 255), background: .rgb(0, 0, 0))))
        #expect(
            canvas[1, 0]
                == Cell(scalar: "▀", style: Style(foreground: .rgb(0, 0, 0), background: .rgb(255, 255, 255))))
    }

    @Test func aRampWithoutColor() {
        let ramp = SampleImage(channels: 1, height: 1, width: 10, values: (0..<10).map { Float($0) / 9 })
        var canvas = Canvas(size: Size(width: 10, height: 1))
        ImageBlock.draw(ramp, on: &canvas, in: canvas.area, theme: Theme(depth: .monochrome))
        #expect(canvas.text == " .:-=+*#%@\n")
        ImageBlock.draw(ramp, on: &canvas, in: canvas.area, theme: Theme(depth: .monochrome, background: .light))
        #expect(canvas.text == "@%#*+=-:.\n")
    }

    @Test func colorsAndWildValues() {
        let image = SampleImage(channels: 3, height: 1, width: 1, values: [.nan, 2, 0.5])
        let pixels = ScaledImage(image, width: 1, height: 1)
        #expect(pixels.paint(0, 0) == .rgb(0, 255, 128))
        #expect(
            ScaledImage(SampleImage(channels: 0, height: 1, width: 1, values: []), width: 1, height: 1).brightness(0, 0)
                == 0)
    }

    @Test func shrinkingAverages() {
        #expect(ScaledImage(checker, width: 1, height: 1).brightness(0, 0) == 0.5)
    }

    @Test func confidence() throws {
        let distribution = try #require(SampleStrip.answer([0.1, 0.7, 0.2], areShares: true))
        #expect(distribution.index == 1 && distribution.confidence == 0.7)
        let scores = try #require(SampleStrip.answer([0, 3, .nan], areShares: false))
        #expect(scores.index == 1 && abs(scores.confidence - 0.9526) < 1e-4)
        #expect(SampleStrip.answer([], areShares: true) == nil)
        #expect(SampleStrip.answer([.nan], areShares: false) == nil)
    }

    @Test func pixmapOfSamples() throws {
        let sample = SampleSnapshot(input: checker, output: .reconstruction(checker))
        let picture = try #require(PortablePixmap.samples([sample, sample], scale: 1))
        #expect(picture.width == 7 && picture.height == 10)
        #expect(picture[1, 1] == (255, 255, 255) && picture[2, 1] == (0, 0, 0) && picture[0, 0] == (96, 96, 96))
        #expect(picture[1, 7] == (0, 0, 0), "no difference is black")
        let header = Data("P6\n7 10\n255\n".utf8)
        #expect(picture.encoded.starts(with: header))
        #expect(picture.encoded.count == header.count + 3 * 70)
        #expect(PortablePixmap.samples([SampleSnapshot(input: nil, output: .values([1], target: [1]))]) == nil)
    }

    @Test func picturesAreWrittenToTheRunDirectory() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let driver = WorkbenchDriver()
        driver.press("w").expect(refusal: "keeps no directory")
        driver.snapshot.runDirectory = directory.path
        driver.press("w").expect(shows: "wrote samples-150.ppm, loss-150.svg, loss-150.ppm")
        let written = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        #expect(written == ["accuracy-150.ppm", "accuracy-150.svg", "loss-150.ppm", "loss-150.svg", "samples-150.ppm"])
        let svg = try String(contentsOf: directory.appending(path: "loss-150.svg"), encoding: .utf8)
        #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n") && svg.contains("<circle"))
        driver.snapshot.runDirectory = directory.appending(path: "missing").path
        driver.press("w").expect(refusal: "pictures: ")
    }
}
