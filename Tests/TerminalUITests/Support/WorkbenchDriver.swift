import Testing
import Workbench

@testable import TerminalUI

/// Presses keys on a workbench without a terminal and says what must come of it.
final class WorkbenchDriver {
    var interaction: Interaction
    private(set) var effects: [Effect] = []
    /// What the last key asked for, what is carried out by `DiskAnswers` too, which is not done for changes of a queue.
    private(set) var asked: [Effect] = []
    var snapshot: Snapshot {
        didSet { interaction.observe(snapshot) }
    }
    let size: Size
    let theme: Theme

    init(_ snapshot: Snapshot = Fixtures.classifier(), size: Size = Size(width: 80, height: 24), theme: Theme = Theme())
    {
        self.snapshot = snapshot
        self.size = size
        self.theme = theme
        interaction = Interaction(snapshot)
        interaction.state.size = size
    }

    /// The commands that the last key sent.
    var commands: [Command] {
        effects.compactMap { if case .send(let command) = $0 { command } else { nil } }
    }

    var frame: String { picture.text }

    private var picture: Canvas { Frame.draw(interaction.snapshot, interaction.state, size: size, theme: theme) }

    @discardableResult
    func press(_ key: Key) -> WorkbenchDriver {
        asked = interaction.press(key)
        effects = asked.flatMap { effect -> [Effect] in
            if case .changeQueue = effect { return [effect] }
            return DiskAnswers.give(effect, to: &interaction)
        }
        return self
    }

    /// Brings the workbench to where a context has the keyboard.
    func show(_ context: KeyContext) {
        if let screen = ScreenID.allCases.first(where: { $0.context == context }) {
            interaction.state.screen = screen
            if screen == .start { _ = interaction.begin(with: StartScreenTests.menu, isOpen: true) }
            if screen == .queue { interaction.observe(QueueFixtures.contents) }
            if screen == .sweeps { interaction.observe(QueueFixtures.knownSweepContents) }
            interaction.state.queue.select(2)
            interaction.selectCombination(2)
            interaction.state.status = nil
            return
        }
        switch context {
        case .draft:
            let text = "name: a\nnet:\n  - ReLU\n  - Binarize\nepochs: 2\n"
            _ = interaction.beginDraft(text, source: "a.yaml")
            interaction.state.draft?.selection = 3
        case .help: interaction.state.overlay = .help(scroll: 1)
        case .picker:
            let items = ["a", "b", "c"].map { Picker.Item(label: $0, detail: "", choice: .load($0)) }
            interaction.state.overlay = .picker(Picker(title: "load", items: items, selection: 1))
        case .question:
            let choice = Question.Choice(key: .character("y"), label: "yes", answer: .restart)
            interaction.state.overlay = .question(Question(text: "Restart?", choices: [choice]))
        default: interaction.state.overlay = .prompt(Prompt(.palette, text: "binary"))
        }
    }

    /// Does something with the pointer on the picture as it is now.
    @discardableResult
    func point(_ kind: PointerEvent.Kind, _ x: Int, _ y: Int) -> WorkbenchDriver {
        effects = interaction.point(PointerEvent(kind: kind, x: x, y: y), on: picture)
        return self
    }

    /// Presses the keys of a text one after another.
    @discardableResult
    func press(_ keys: String) -> WorkbenchDriver {
        for character in keys { press(.character(character)) }
        return self
    }

    /// The last key sent exactly these commands.
    @discardableResult
    func expect(_ commands: Command..., sourceLocation: SourceLocation = #_sourceLocation) -> WorkbenchDriver {
        #expect(self.commands == commands, sourceLocation: sourceLocation)
        return self
    }

    /// The last key had exactly these effects.
    @discardableResult
    func expectEffects(_ effects: Effect..., sourceLocation: SourceLocation = #_sourceLocation) -> WorkbenchDriver {
        #expect(self.effects == effects, sourceLocation: sourceLocation)
        return self
    }

    /// The picture holds this text.
    @discardableResult
    func expect(shows text: String, sourceLocation: SourceLocation = #_sourceLocation) -> WorkbenchDriver {
        #expect(frame.contains(text), "\(frame)", sourceLocation: sourceLocation)
        return self
    }

    /// The bottom line holds this text, and the key did nothing.
    @discardableResult
    func expect(refusal text: String, sourceLocation: SourceLocation = #_sourceLocation) -> WorkbenchDriver {
        #expect(effects.isEmpty, sourceLocation: sourceLocation)
        let status = interaction.state.status?.text ?? ""
        #expect(status.contains(text), "\(status)", sourceLocation: sourceLocation)
        return self
    }
}
