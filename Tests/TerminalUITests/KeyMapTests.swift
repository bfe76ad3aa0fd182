import Testing

@testable import TerminalUI
@testable import Workbench

@Suite struct KeyMapTests {
    private func configuration(_ yaml: String) throws -> WorkbenchConfiguration {
        try WorkbenchConfiguration(yaml: yaml, source: "config.yaml")
    }

    @Test func movedKeysActInTheirNewPlaceAndShowIt() throws {
        let keys = try KeyMap(configuration("keys: { b: B, B: b, space: p, '>': '.' }"))
        let workbench = WorkbenchDriver()
        workbench.interaction.state.keys = keys
        workbench.press("p").expect(.pause)
        workbench.press(" ").expect(refusal: "does nothing here")
        workbench.press("jB").expect(.binary(false, .layer(1)))
    }

    @Test func theHelpPageAndTheHintsFollow() throws {
        let workbench = WorkbenchDriver(size: Size(width: 160, height: 50))
        workbench.interaction.state.keys = try KeyMap(configuration("keys: { space: p, u: ctrl-u }"))
        workbench.expect(shows: "p pause/run")
        workbench.press("?").expect(shows: "p          pause or resume").expect(
            shows: "ctrl-u     undo the last change")
    }

    /// Sentences that name a key name the one that does it now.
    @Test func whatIsSaidFollowsToo() throws {
        var snapshot = Fixtures.classifier()
        snapshot.state = .finished
        snapshot.runDirectory = "/nowhere/at/all"
        let workbench = WorkbenchDriver(snapshot)
        workbench.interaction.state.keys = try KeyMap(
            configuration("keys: { E: ctrl-e, R: '%', l: L, s: Z, '?': ',', g: G, left: '{', right: '}', esc: ctrl-k }")
        )
        workbench.press("n").expect(refusal: "ctrl-e trains more, % starts again, L loads a checkpoint")
        workbench.press("L").expect(refusal: "Z saves one")
        workbench.press("&").expect(refusal: ", lists the keys")
        workbench.press("G").expect(shows: "{ and } move the cursor, G removes it")
        workbench.press(":").expect(shows: "ctrl-k closes").press(.control("k"))
        workbench.interaction.state.logFilter = "no such line"
        workbench.press("7").expect(shows: "ctrl-k shows all")
    }

    /// The interaction touches no file: what it wants of the disk is an effect.
    @Test func theDiskIsAskedByEffects() {
        var snapshot = Fixtures.classifier()
        snapshot.runDirectory = "/runs/a/b"
        var interaction = Interaction(snapshot)
        #expect(interaction.press(.character("l")) == [.listCheckpoints(near: "/runs/a/b")])
        #expect(interaction.state.overlay == .none, "nothing is known yet")
        #expect(interaction.press(.character("w")) == [.writePictures(to: "/runs/a/b")])
        #expect(interaction.state.status == nil)
    }

    @Test(arguments: [
        ("keys:\n  gg: a\n", "config.yaml line 2, field keys.gg: there is no key 'gg' to move"),
        ("keys:\n  b: super-x\n", "config.yaml line 2, field keys.b: 'super-x' is not a key"),
        ("keys:\n  b: n\n", "config.yaml line 2, field keys.b: 'n' already does: train one mini-batch, then pause"),
        ("keys:\n  b: p\n  u: p\n", "config.yaml line 3, field keys.u: two keys are moved to 'p'"),
    ])
    func wrongEntriesHaveTheirLine(yaml: String, message: String) throws {
        let error = try #require(throws: SpecificationError.self) { try KeyMap(configuration(yaml)) }
        #expect(error.description.hasPrefix(message), "\(error)")
    }

    /// Every key that the table has can be named in a configuration file.
    @Test func everyKeyHasAName() {
        for key in Set(BindingTable.bindings.flatMap(\.keys)) {
            let name = key == .character(" ") ? "space" : key.label.replacing(" ", with: "-")
            let words = ["↑": "up", "↓": "down", "←": "left", "→": "right"]
            #expect(Key(name: words[name] ?? name) == key, "\(name)")
        }
    }

    @Test func themes() throws {
        #expect(try ThemeName(configuration("theme: colour-blind")) == .colorBlind)
        #expect(try ThemeName(configuration("")) == nil)
        let error = try #require(throws: SpecificationError.self) { try ThemeName(configuration("\ntheme: darc")) }
        #expect(error.description == "config.yaml line 2, field theme: there is no theme 'darc': did you mean 'dark'?")
    }
}
