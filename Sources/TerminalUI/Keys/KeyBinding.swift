/// Where a key is pressed: on a screen, or on what lies over it.
enum KeyContext: Hashable, Sendable, CaseIterable {
    case train
    case layers
    case samples
    case luts
    case modulation
    case runs
    case log
    case help
    case picker
    case question
    case prompt
    case start
    case draft
    case queue
    case sweeps

    /// The contexts in which a screen has the keyboard.
    static let screens = Set(ScreenID.allCases.map(\.context))
    /// The screens that show the layers, one of them selected.
    static let layerScreens: Set<KeyContext> = [.train, .layers, .luts]
    /// The lists and pages that scroll.
    static let scrolling: Set<KeyContext> = [.log, .help, .picker]
}

/// The headings of the key list.
enum KeySection: CaseIterable, Sendable {
    case run, steer, plots, inspect, start, draft, runs, queue, sweeps, files, program, lists

    var title: String {
        switch self {
        case .start: "Start screen"
        case .draft: "An experiment's file"
        case .run: "Run"
        case .steer: "Steer"
        case .plots: "Plots"
        case .inspect: "LUTs and samples"
        case .runs: "Past runs"
        case .queue: "The queue"
        case .sweeps: "Sweeps"
        case .files: "Files"
        case .program: "Screens and program"
        case .lists: "In lists and pages"
        }
    }
}

/// One row of the binding table: the keys, where they act, what they do, and how that is said.
struct KeyBinding: Sendable {
    let keys: [Key]
    let contexts: Set<KeyContext>
    let section: KeySection
    /// One line for the help page and the documentation.
    let summary: String
    /// A word for the hints in the status line; nil keeps it out of them.
    let hint: String?
    /// A key of another row that the hint names too, such as ↑ beside ↓.
    let hintCounterpart: Key?
    /// Stays in the hints however narrow the terminal is.
    let isLastHintToGo: Bool
    let perform: @Sendable (inout Interaction) -> Void

    init(
        _ keys: Key..., in contexts: Set<KeyContext> = KeyContext.screens, section: KeySection, _ summary: String,
        hint: String? = nil, hintCounterpart: Key? = nil, isLastHintToGo: Bool = false,
        perform: @escaping @Sendable (inout Interaction) -> Void
    ) {
        self.keys = keys
        self.contexts = contexts
        self.section = section
        self.summary = summary
        self.hint = hint
        self.hintCounterpart = hintCounterpart
        self.isLastHintToGo = isLastHintToGo
        self.perform = perform
    }

    /// The keys as they are written.
    var label: String { keys.map(\.label).joined(separator: " ") }
}
