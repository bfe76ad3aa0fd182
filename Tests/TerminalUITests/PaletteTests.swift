import BinaryBrain
import Testing
import Workbench

@testable import TerminalUI

@Suite struct PaletteTests {
    @Test func letters() throws {
        #expect(FuzzyMatch.score("", in: "anything") == 0)
        #expect(FuzzyMatch.score("bt", in: "binary true") != nil)
        #expect(FuzzyMatch.score("tb", in: "binary true") == nil)
        #expect(FuzzyMatch.score("BIN T", in: "binary true") != nil)
        // Beginnings of words beat letters in the middle, letters in a row beat scattered ones, short beats long.
        func isBetter(_ pattern: String, _ first: String, _ second: String) throws -> Bool {
            try #require(FuzzyMatch.score(pattern, in: first)) > #require(FuzzyMatch.score(pattern, in: second))
        }
        #expect(try isBetter("ht", "host_only true", "with text"))
        #expect(try isBetter("bin", "binary true", "better insight now"))
        #expect(try isBetter("save", "save", "save a checkpoint"))
    }

    @Test func everyActionHasItsName() {
        let titles = Set(Palette.suggestions(for: "").map(\.title))
        for binding in BindingTable.bindings where binding.section != .lists {
            #expect(titles.contains(binding.summary), "\(binding.summary)")
        }
    }

    /// Whatever a layer's card lists, and whatever the experiment understands, is offered with what it does.
    @Test func everyCommandIsOffered() {
        let offered = Dictionary(
            Palette.suggestions(for: "").map { ($0.title, $0.detail) }, uniquingKeysWith: { first, _ in first })
        for verb in CommandVerb.allCases {
            #expect(!verb.offers.isEmpty)
            for text in verb.offers { #expect(offered[text]?.hasSuffix(verb.summary) == true, "\(text)") }
        }
        for command in LayerRegistry.cards.flatMap(\.commands) where command.hasEffect {
            for text in command.offers { #expect(offered[text] != nil, "\(text)") }
        }
        #expect(offered["y_binarize true"] == nil, "it changes nothing")
    }

    /// What a list offers is a command of the verb that it stands under, or the beginning of one.
    @Test(arguments: CommandVerb.allCases) func whatIsOfferedCanBeRead(verb: CommandVerb) throws {
        for text in verb.offers where text.last != " " {
            let command = try Command(parsing: text)
            #expect(command.verb == verb)
            #expect(try Command(parsing: command.description) == command)
        }
        for text in verb.offers where text.last == " " { #expect(text.hasPrefix(verb.rawValue + " ")) }
    }

    /// The manual's command strings, with and without an address.
    @Test(arguments: [
        ("binary true", Command.binary(true, .all)), ("binary false @2", .binary(false, .layer(2))),
        ("host_only true @DifferentiableLut", .hostOnly(true, .named("DifferentiableLut"))),
        ("lut_binarize true", .send(ModelCommand("lut_binarize", true), .all)),
        ("switch_model teacher", .send(ModelCommand("switch_model", "teacher"), .all)),
        ("modulation 15", .modulation(train: 15, test: 15)), ("modulation test 31", .modulation(train: nil, test: 31)),
        ("modulation_method uniform", .modulationMethod(.uniform)), ("learning_rate 0.01", .learningRate(0.01)),
        ("batch_size 32", .batchSize(32)), ("save", .save(nil)), ("save /tmp/x.bbwb", .save("/tmp/x.bbwb")),
        ("load /tmp/x.bbwb", .load("/tmp/x.bbwb")), ("pause", .pause), ("step", .stepMiniBatch),
    ])
    func commandsAsTyped(text: String, command: Command) {
        let workbench = WorkbenchDriver()
        workbench.press(":").press(text).press(.enter).expect(command)
        #expect(workbench.interaction.state.overlay == .none)
    }

    @Test func aFewLettersAreEnough() {
        WorkbenchDriver().press(":").press("bint").press(.enter).expect(.binary(true, .all))
        WorkbenchDriver().press(":").press("pause or").press(.enter).expect(.pause)
        // Down to the second suggestion.
        let workbench = WorkbenchDriver()
        workbench.press(":").press("modul").expect(shows: "modulation 1")
        workbench.press(.down).press(.up).press(.tab)
        guard case .prompt(let prompt) = workbench.interaction.state.overlay else {
            Issue.record("the palette has closed")
            return
        }
        #expect(prompt.text == prompt.suggestions[0].title || prompt.text.hasPrefix("modul"))
    }

    /// A beginning that wants an argument is taken into the line; enter on it does nothing else.
    @Test func beginningsAreCompleted() {
        let workbench = WorkbenchDriver()
        workbench.press(":").press("learn").press(.tab).expect()
        workbench.expect(shows: ":learning_rate")
        workbench.press(" 0.5").press(.enter).expect(.learningRate(0.5))
    }

    /// What cannot be read stays in the line, with the reason beside it.
    @Test func mistakesLoseNothing() {
        let workbench = WorkbenchDriver()
        workbench.press(":").press("batch_size zzz").press(.enter).expect(refusal: "no usable size")
        workbench.expect(shows: ":batch_size zzz")
        workbench.press(.backspace).press(.backspace).press(.backspace).press("8").press(.enter).expect(.batchSize(8))
        workbench.press(":").press("x").press(.control("u")).expect(shows: ":")
        workbench.press(.control("c")).expect()
        #expect(workbench.interaction.state.overlay == .none)
    }

    @Test func restartAndStopAskFirst() {
        WorkbenchDriver().press(":").press("restart").press(.enter).expect().expect(shows: "Restart from step 0?")
        WorkbenchDriver().press(":").press("stop").press(.enter).expect().expect(shows: "Quit while training?")
    }

    @Test func typedSteeringIsUndone() {
        let workbench = WorkbenchDriver()
        workbench.press(":").press("modulation_method normal").press(.enter).press("u").expect(.modulationMethod(.pwm))
        workbench.press(":").press("batch_size 32").press(.enter).press("u").expect(.batchSize(64))
        workbench.press(":").press("binary false @DifferentiableLut").press(.enter)
        workbench.press("u")
        #expect(workbench.commands == (1...6).map { .binary(true, .layer($0)) })
        workbench.press(":").press("lut_binarize true").press(.enter)
        workbench.press("u").expect(refusal: "cannot be undone")
    }

    /// Binary off for all reaches the modulator, which has no row of its own; undo brings it back.
    @Test func undoReachesTheModulator() {
        let workbench = WorkbenchDriver()
        workbench.press("B").expect(.binary(false, .all)).press("u")
        #expect(workbench.commands.contains(.binary(true, .named("RealToBinary"))))
        #expect(workbench.commands.contains(.binary(true, .named("BinaryToReal"))))
    }

    @Test func theLogIsFiltered() {
        let workbench = WorkbenchDriver()
        workbench.press("7").press("/").press("MODUL").expect(shows: "log: 1 line with 'MODUL'")
        workbench.press(.enter).expect(shows: "modulation train 7 test 15")
        #expect(!workbench.frame.contains("epoch 2: test"))
        workbench.press(.escape).expect(shows: "log: 3 lines")
        workbench.press("/").press("zzz").expect(shows: "no line contains that").press(.escape).expect(
            shows: "log: 3 lines")
        #expect(workbench.interaction.state.screen == .log)
    }
}
