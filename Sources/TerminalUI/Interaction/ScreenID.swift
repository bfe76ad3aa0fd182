/// The screens that exist, by the number key that opens them. What each draws is in `Screens`.
enum ScreenID: Int, CaseIterable, Sendable {
    case start = 0
    case train = 1
    case layers = 2
    case samples = 3
    case luts = 4
    case modulation = 5
    case runs = 6
    case log = 7
    case queue = 8
    case sweeps = 9

    /// The screen's name.
    var title: String {
        switch self {
        case .start: "Start"
        case .train: "Train"
        case .layers: "Layers"
        case .samples: "Samples"
        case .luts: "LUTs"
        case .modulation: "Modulation"
        case .runs: "Runs"
        case .log: "Log"
        case .queue: "Queue"
        case .sweeps: "Sweeps"
        }
    }

    /// The name where there is little room.
    var shortTitle: String { self == .modulation ? "Mod." : title }

    /// The keys that belong to this screen.
    var context: KeyContext {
        switch self {
        case .start: .start
        case .train: .train
        case .layers: .layers
        case .samples: .samples
        case .luts: .luts
        case .modulation: .modulation
        case .runs: .runs
        case .log: .log
        case .queue: .queue
        case .sweeps: .sweeps
        }
    }

    /// The key that opens it, where nobody has moved it.
    var key: Key { .character(Character("\(rawValue)")) }

    /// Whether it shows something before an experiment is open.
    var needsNoExperiment: Bool { [.start, .runs, .log, .queue, .sweeps].contains(self) }

    /// The next screen in order of numbers, the first after the last.
    var next: ScreenID {
        let all = Self.allCases
        return all[(all.firstIndex(of: self)! + 1) % all.count]
    }
}
