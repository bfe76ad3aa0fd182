import Netlist
import Testing
import Workbench

@testable import TerminalUI

/// Whole pictures as text, compared with Frames/*.txt.
@Suite struct FrameTests {
    static let sizes = [(80, 24), (160, 50), (132, 43), (200, 60), (40, 12), (20, 5), (1, 1)]

    @Test(arguments: sizes)
    func classifier(width: Int, height: Int) throws {
        let frame = frame(Fixtures.classifier(), width, height)
        try expectGolden(frame, "Frames/classifier-\(width)x\(height).txt")
    }

    @Test(arguments: sizes)
    func autoencoder(width: Int, height: Int) throws {
        let frame = frame(Fixtures.autoencoder(), width, height)
        try expectGolden(frame, "Frames/autoencoder-\(width)x\(height).txt")
    }

    /// A screen with what it shows.
    struct Scene: CustomTestStringConvertible, Sendable {
        var name: String
        var snapshot: Snapshot
        var state = UIState()
        var testDescription: String { name }

        init(_ name: String, _ snapshot: Snapshot, _ screen: ScreenID, layer: Int = 1, lut: Int = 0, sample: Int = 0) {
            self.name = name
            self.snapshot = snapshot
            state.screen = screen
            state.selectedLayer = layer
            state.selectedLut = lut
            state.selectedSample = sample
        }
    }

    static let scenes = [
        Scene("layers", Fixtures.classifier(lookingInto: 1), .layers),
        Scene("layers-without-luts", Fixtures.autoencoder(), .layers, layer: 6),
        Scene("samples-classifier", Fixtures.classifier(), .samples, sample: 5),
        Scene("samples-autoencoder", Fixtures.autoencoder(), .samples, sample: 1),
        Scene("luts-pixels", Fixtures.classifier(lookingAtLutsOf: 1), .luts),
        Scene("luts-merged", Fixtures.classifier(lookingAtLutsOf: 2, node: 6), .luts, layer: 2, lut: 6),
        Scene("luts-dead", Fixtures.classifier(lookingAtLutsOf: 2), .luts, layer: 2, lut: 4),
        Scene("luts-none", Fixtures.classifier(), .luts, layer: 0),
        Scene("modulation", Fixtures.classifier(), .modulation),
        Scene("log", Fixtures.classifier(), .log),
    ]
    static let sceneSizes = [(1, 1), (20, 5), (80, 24), (132, 43), (200, 60)]

    @Test(arguments: scenes, sceneSizes)
    func screens(scene: Scene, size: (Int, Int)) throws {
        let canvas = Frame.draw(
            scene.snapshot, scene.state, size: Size(width: size.0, height: size.1), theme: Theme())
        try expectGolden(canvas.text, "Frames/\(scene.name)-\(size.0)x\(size.1).txt")
    }

    @Test(arguments: [
        (LutCare.Form.lut(inputs: 4), "--care data: 4 of 6 inputs"), (.constant(true), "--care data leaves it out"),
        (.wire(isInverted: true), "--care data makes it a wire"),
    ]) func theLutScreenSaysWhatTrainingImagesShow(form: LutCare.Form, text: String) {
        var snapshot = Fixtures.classifier(lookingAtLutsOf: 1)
        snapshot.lutInspection?.care = LutCare(
            sampleCount: 256, patternCount: 64, seen: 41, needed: 29, form: form)
        for size in [Size(width: 80, height: 24), Size(width: 132, height: 43), Size(width: 80, height: 12)] {
            let scene = Scene("luts-care", snapshot, .luts)
            let canvas = Frame.draw(scene.snapshot, scene.state, size: size, theme: Theme())
            #expect(canvas.text.contains("23 of 64 patterns not seen, 29 needed; \(text)"), "\(canvas.text)")
        }
    }

    @Test(arguments: scenes)
    func screensInASCII(scene: Scene) throws {
        let canvas = Frame.draw(
            scene.snapshot, scene.state, size: Size(width: 80, height: 24),
            theme: Theme(depth: .monochrome, glyphs: .ascii))
        #expect(canvas.text.utf8.allSatisfy { $0 < 0x80 }, "\(canvas.text)")
        try expectGolden(canvas.text, "Frames/\(scene.name)-ascii.txt")
    }

    @Test(arguments: [Fixtures.classifier(), Fixtures.autoencoder()])
    func asciiStaysASCII(snapshot: Snapshot) throws {
        let text = frame(snapshot, 80, 24, theme: Theme(depth: .monochrome, glyphs: .ascii))
        #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\(text)")
        try expectGolden(text, "Frames/\(snapshot.experiment)-ascii.txt")
    }

    @Test func blocksForTheLinuxConsole() throws {
        let text = frame(Fixtures.classifier(), 80, 24, theme: Theme(depth: .eight, glyphs: .block))
        #expect(!text.unicodeScalars.contains { (0x2800...0x28ff).contains($0.value) })
        try expectGolden(text, "Frames/classifier-block.txt")
    }

    @Test func helpAndLog() throws {
        let driver = WorkbenchDriver()
        driver.press("?")
        try expectGolden(driver.frame, "Frames/help-80x24.txt")
        driver.press(.escape).press("7")
        #expect(driver.frame.contains("log: 3 lines"))
        #expect(driver.frame.contains("modulation train 7 test 15"))
    }

    /// Every screen, overlay and size from nothing up draws without trapping and fills exactly its size.
    @Test(arguments: [GlyphSet.braille, .block, .ascii])
    func everySize(glyphs: GlyphSet) {
        let theme = Theme(depth: glyphs == .ascii ? .monochrome : .full, glyphs: glyphs)
        let picker = Picker(title: "load", items: [.init(label: "run/a.bbwb", detail: "1 kB", choice: .load("a"))])
        let question = Question(text: "Quit?", choices: [.init(key: .character("y"), label: "yes", answer: .restart)])
        var states = [UIState]()
        let prompt = Prompt(.palette, text: "binary")
        for overlay in [Overlay.none, .help(scroll: 3), .picker(picker), .question(question), .prompt(prompt)] {
            var state = UIState()
            state.overlay = overlay
            states.append(state)
        }
        for screen in ScreenID.allCases where screen != .train {
            var state = UIState()
            state.screen = screen
            state.selectedLayer = 1
            states.append(state)
        }
        let snapshots = [
            Fixtures.classifier(lookingInto: 1), Fixtures.autoencoder(), Fixtures.classifier(lookingAtLutsOf: 1),
            Snapshot(experiment: "empty", dataset: "none"),
        ]
        for width in stride(from: 0, through: 100, by: 1) {
            for height in stride(from: 0, through: 40, by: 1) {
                // All combinations of state and snapshot over the sizes, one each.
                let state = states[(width + height) % states.count]
                let snapshot = snapshots[(width + 2 * height) % snapshots.count]
                let canvas = Frame.draw(snapshot, state, size: Size(width: width, height: height), theme: theme)
                #expect(canvas.cells.count == width * height)
            }
        }
    }

    @Test func textOfFilesCannotSteerTheTerminal() {
        var snapshot = Fixtures.classifier()
        snapshot.experiment = "evil\u{1b}[2J\u{1b}]0;title\u{7}name"
        snapshot.layers[0].name = "a\u{9b}31mb\u{7}"
        snapshot.classNames[0] = "\u{1b}[31mzero"
        snapshot.events.append(SessionEvent(step: 1, time: Fixtures.moment, level: .info, text: "x\u{1b}cy\nz\u{202e}"))
        let text = frame(snapshot, 160, 50)
        #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.displayWidth == 0 })
        #expect(text.contains("evilname"))
        #expect(text.contains("ab (RealToBinary)"))
        #expect(text.contains("xy z"))
    }

    private func frame(_ snapshot: Snapshot, _ width: Int, _ height: Int, theme: Theme = Theme()) -> String {
        Frame.draw(snapshot, UIState(), size: Size(width: width, height: height), theme: theme).text
    }
}
