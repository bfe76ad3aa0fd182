import Testing

@testable import TerminalUI

@Suite struct StartScreenTests {
    static let menu = StartMenu(
        items: [
            .init(
                name: "cifar10-lut-cnn", summary: "classifier, 9 layers, x7", data: "cifar10",
                remedy: "bbwb data fetch cifar10"),
            .init(
                name: "mnist-autoencoder-simple", summary: "autoencoder, 7 layers, x7", data: "mnist-5k", remedy: nil),
            .init(name: "mnist-dense", summary: "classifier, 9 layers, real numbers", data: "mnist-5k", remedy: nil),
            .init(name: "mnist-lut-simple", summary: "classifier, 6 layers, x7", data: "mnist-5k", remedy: nil),
        ], selection: 3)

    private func workbench(_ size: (Int, Int) = (80, 24), theme: Theme = Theme()) -> WorkbenchDriver {
        let workbench = WorkbenchDriver(
            NoSession().snapshot, size: Size(width: size.0, height: size.1), theme: theme)
        workbench.interaction.state.overlay = .start(Self.menu)
        return workbench
    }

    @Test(arguments: [(1, 1), (20, 5), (80, 24), (132, 43), (200, 60)])
    func frames(width: Int, height: Int) throws {
        try expectGolden(workbench((width, height)).frame, "Frames/start-\(width)x\(height).txt")
    }

    @Test func asciiStaysASCII() {
        let frame = workbench(theme: Theme(depth: .monochrome, glyphs: .ascii)).frame
        #expect(frame.utf8.allSatisfy { $0 < 0x80 }, "\(frame)")
    }

    @Test func enterOpensTheSelectedOne() {
        workbench().press(.enter).expectEffects(.open("mnist-lut-simple"))
        workbench().press(.up).press(" ").expectEffects(.open("mnist-dense"))
        workbench().press("kkj").press(.enter).expectEffects(.open("mnist-dense"))
    }

    @Test func withoutItsDataItSaysHowToGetThem() {
        workbench().press("kkk").press(.enter).expect(refusal: "bbwb data fetch cifar10")
    }

    @Test func quitsWithoutAQuestion() {
        for key in [Key.character("q"), .control("c"), .escape] {
            workbench().press(key).expectEffects(.quit(saving: false))
        }
    }

    @Test func aPointerSelectsAndOpens() {
        let workbench = workbench()
        workbench.point(.press, 4, 4)
        workbench.expectEffects()
        workbench.point(.press, 4, 4).expectEffects(.open("mnist-dense"))
        workbench.point(.wheelUp, 4, 4)
        #expect(workbench.interaction.state.overlay != .start(Self.menu))
    }
}
