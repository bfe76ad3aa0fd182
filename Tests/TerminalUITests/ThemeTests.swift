import Testing

@testable import TerminalUI

@Suite struct ThemeTests {
    @Test(arguments: ColorDepth.allCases, TerminalBackground.allCases)
    func everyRoleStaysWithinThePalette(depth: ColorDepth, background: TerminalBackground) {
        let theme = Theme(depth: depth, background: background)
        for role in Role.allCases {
            let resolved = theme.resolve(Style(role))
            #expect(resolved.foreground >= -1 && resolved.foreground < (depth == .monochrome ? 0 : depth.rawValue))
            #expect(resolved.background == -1)
        }
    }

    /// Without colour the switches, the curve and a wrong answer still stand out from what recedes.
    @Test func monochromeDistinguishesByAttribute() {
        let theme = Theme(depth: .monochrome)
        let attributes = { (role: Role) in theme.resolve(Style(role)).attributes }
        #expect(attributes(.train) != attributes(.trainBand))
        #expect(attributes(.on) != attributes(.quiet))
        #expect(attributes(.bad) != attributes(.good))
    }

    @Test func nearestPaletteColors() {
        #expect(XtermPalette.index(red: 0, green: 0, blue: 0) == 16)
        #expect(XtermPalette.index(red: 255, green: 255, blue: 255) == 231)
        #expect(XtermPalette.index(red: 255, green: 0, blue: 0) == 196)
        #expect(XtermPalette.index(red: 128, green: 128, blue: 128) == 244)
        for grey in UInt8.min...UInt8.max {
            let index = XtermPalette.index(red: grey, green: grey, blue: grey)
            #expect(index >= 16 && index <= 255)
        }
    }

    @Test func environmentDecides() {
        let theme = { (environment: [String: String], colors: Int) in
            Theme(options: ApplicationOptions(), environment: environment, colors: colors, isUTF8: true)
        }
        #expect(theme(["TERM": "xterm-256color"], 256) == Theme(depth: .full, background: .dark, glyphs: .braille))
        #expect(theme(["TERM": "xterm-256color", "NO_COLOR": "1"], 256).depth == .monochrome)
        #expect(theme(["TERM": "xterm-256color", "NO_COLOR": ""], 256).depth == .full)
        #expect(theme(["TERM": "linux"], 8) == Theme(depth: .eight, background: .dark, glyphs: .block))
        #expect(theme(["TERM": "dumb"], 0) == Theme(depth: .monochrome, background: .dark, glyphs: .ascii))
        #expect(theme([:], 256).glyphs == .ascii)
        #expect(theme(["TERM": "xterm", "COLORFGBG": "0;15"], 16).background == .light)
        #expect(theme(["TERM": "xterm", "COLORFGBG": "15;0"], 16).background == .dark)
    }

    @Test func optionsAndLocaleDecide() {
        let environment = ["TERM": "xterm-256color"]
        let ascii = ApplicationOptions(asciiOnly: true, theme: .light)
        #expect(Theme(options: ascii, environment: environment, colors: 256, isUTF8: true).glyphs == .ascii)
        #expect(Theme(options: ascii, environment: environment, colors: 256, isUTF8: true).background == .light)
        let plain = ApplicationOptions()
        #expect(Theme(options: plain, environment: environment, colors: 256, isUTF8: false).glyphs == .ascii)
    }

    @Test func aThemeThatIsAskedForGoesBeforeTheEnvironment() {
        let theme = { (options: ApplicationOptions, environment: [String: String]) in
            Theme(
                options: options, environment: environment.merging(["TERM": "xterm-256color"]) { $1 }, colors: 256,
                isUTF8: true)
        }
        for name in ThemeName.allCases {
            #expect(theme(ApplicationOptions(theme: name), [:]).name == name)
            #expect(theme(ApplicationOptions(usualTheme: name), [:]).name == name)
            #expect(theme(ApplicationOptions(theme: name), ["NO_COLOR": "1"]).name == name)
            #expect(theme(ApplicationOptions(usualTheme: name), ["NO_COLOR": "1"]).name == .mono)
        }
        #expect(theme(ApplicationOptions(theme: .dark, usualTheme: .light), [:]).name == .dark)
        #expect(theme(ApplicationOptions(theme: .colorBlind), ["COLORFGBG": "0;15"]).background == .light)
    }

    /// What is right and what is wrong, and every two overlays, differ in colour in every theme that has any.
    @Test(arguments: ThemeName.allCases, [ColorDepth.eight, .sixteen, .full])
    func differencesAreSeen(name: ThemeName, depth: ColorDepth) {
        let theme = Theme(
            depth: name == .mono ? .monochrome : depth, background: name == .light ? .light : .dark,
            isColorBlind: name == .colorBlind)
        #expect(theme.resolve(Style(.good)) != theme.resolve(Style(.bad)))
        #expect(theme.resolve(Style(.on)) != theme.resolve(Style(.quiet)))
        guard depth == .full, name != .mono else { return }
        #expect(Set(PlotOverlay.roles.map { theme.resolve(Style($0)) }).count == PlotOverlay.limit)
    }

    @Test func theKeyWalksThroughTheThemes() {
        let workbench = WorkbenchDriver()
        for name in [ThemeName.light, .colorBlind, .mono, .dark] {
            workbench.press("T").expectEffects(.theme(name)).expect(shows: "theme \(name.rawValue)")
        }
    }
}
