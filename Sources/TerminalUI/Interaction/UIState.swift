import Foundation
import Workbench

/// A line of answer to the last key.
struct Status: Hashable, Sendable {
    var text: String
    var role: Role
}

/// What a question asks for when it is answered.
enum Answer: Hashable, Sendable {
    case restart
    case quit(saving: Bool)
    case load(path: String, label: String, saving: Bool)
    /// Ends what is open, and opens what a name or a path stands for.
    case open(String, saving: Bool)
    /// Ends what is open, and looks at the run in a folder.
    case watch(String, saving: Bool)
    /// Goes on as a process of its own.
    case detach
    /// Ends the changing of an experiment's file.
    case closeDraft(saving: Bool)
    /// Has a process save and stop, and continues its run here.
    case takeOver(process: Int32, run: String)
    /// Changes something in the queue.
    case changeQueue(QueueChange)
}

/// A question in the status line; esc means no.
struct Question: Hashable, Sendable {
    struct Choice: Hashable, Sendable {
        var key: Key
        var label: String
        var answer: Answer?
    }

    var text: String
    var choices: [Choice]
}

/// A list to choose from.
struct Picker: Hashable, Sendable {
    /// What the names of checkpoints end in.
    static let checkpointExtension = "bbwb"

    /// What choosing an item does.
    enum Choice: Hashable, Sendable {
        /// Loads the checkpoint at a path; opens its experiment where none is open.
        case load(String)
        case export(ExportRequest)
        /// Asks for values of a field to sweep over, beginning with the one that it has.
        case sweepField(String, value: String)
        /// Nothing: the list is only read.
        case nothing
    }

    struct Item: Hashable, Sendable {
        var label: String
        var detail: String
        var choice: Choice
    }

    var title: String
    var items: [Item]
    var selection = 0
}

/// What lies over the screen and has the keyboard.
enum Overlay: Hashable, Sendable {
    case none
    case help(scroll: Int, search: String = "")
    case picker(Picker)
    case question(Question)
    case prompt(Prompt)
}

/// A line that something in the process wrote to standard output or standard error.
struct CapturedLine: Hashable, Sendable {
    var time: Date
    var text: String
}

/// What the person at the keyboard has set; together with a snapshot it determines every cell of the picture.
struct UIState: Sendable {
    var screen = ScreenID.train
    var start = StartState()
    var selectedLayer = 0
    /// The LUT of the selected layer that is looked at.
    var selectedLut = 0
    var selectedSample = 0
    var runs = RunsState()
    var queue = QueueState()
    var sweeps = SweepsState()
    /// Keys that the person has moved.
    var keys = KeyMap()
    /// The colours that are shown.
    var theme = ThemeName.dark
    /// Only lines that hold this are shown in the log; empty shows all.
    var logFilter = ""
    var plots = PlotView()
    var overlay = Overlay.none
    /// A plot that the pointer holds; nil for none.
    var drag: PlotDrag?
    var status: Status?
    /// The experiment's file that is being changed; nil for none.
    var draft: DraftState?
    /// The tour; nil for none.
    var tour: Tour?
    /// Lines above the newest that the log is scrolled to.
    var logScroll = 0
    /// What libraries printed, oldest first.
    var captured: [CapturedLine] = []
    /// The terminal.
    var size = Size(width: 80, height: 24)

    /// The part of the terminal that a screen has.
    var bodySize: Size { Frame.body(of: size, hasTour: tour != nil).size }

    /// Who has the keyboard.
    var context: KeyContext {
        switch overlay {
        case .none: draft == nil ? screen.context : .draft
        case .help: .help
        case .picker: .picker
        case .question: .question
        case .prompt: .prompt
        }
    }

    /// What the session need measure for the screen that is shown.
    var focus: Focus {
        if case .help = overlay { return .help }
        return switch screen {
        case .start, .train, .runs, .log, .queue, .sweeps: .overview
        case .layers: .layer(selectedLayer)
        case .samples: .samples
        case .luts: .luts(layer: selectedLayer, node: selectedLut)
        case .modulation: .modulation
        }
    }
}

extension Role {
    /// How an event of this level looks.
    init(_ level: SessionEvent.Level) {
        self =
            switch level {
            case .info: .text
            case .steering: .steering
            case .warning: .warning
            case .error: .bad
            }
    }
}
