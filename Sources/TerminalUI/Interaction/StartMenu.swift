import Workbench

/// What can be opened: the experiments, whether their data are there, and where runs are.
public struct StartMenu: Sendable, Hashable {
    /// One experiment.
    public struct Item: Sendable, Hashable {
        /// What opens it.
        public var name: String
        /// What it is, in one line.
        public var summary: String
        /// The data set that it trains on.
        public var data: String
        /// How to get the data; nil if they are there.
        public var remedy: String?
        /// Its file.
        public var text: String
        /// What its runs are called.
        public var experiment: String
        /// Whether its name is the path of a person's own file.
        public var isOwnFile: Bool

        /// An experiment.
        public init(
            name: String, summary: String, data: String, remedy: String?, text: String = "", experiment: String? = nil,
            isOwnFile: Bool = false
        ) {
            self.experiment = experiment ?? name
            self.isOwnFile = isOwnFile
            self.name = name
            self.summary = summary
            self.data = data
            self.remedy = remedy
            self.text = text
        }
    }

    /// The experiments, in order.
    public var items: [Item]
    /// The one that is selected first.
    public var selection: Int
    /// The folder of all runs.
    public var runsFolder: String

    /// A menu with one item selected.
    public init(items: [Item] = [], selection: Int = 0, runsFolder: String = "runs") {
        self.items = items
        self.selection = items.indices.contains(selection) ? selection : 0
        self.runsFolder = runsFolder
    }
}

/// A line of the start screen that can be chosen.
enum StartEntry: Sendable {
    case experiment(StartMenu.Item)
    case run(RunSummary)
    /// The list of all checkpoints.
    case checkpoints

    /// What tells it from the others.
    var identity: String {
        switch self {
        case .experiment(let item): "experiment \(item.name)"
        case .run(let run): "run \(run.directory.path)"
        case .checkpoints: "checkpoints"
        }
    }

    /// The heading that it stands under.
    var section: String {
        switch self {
        case .experiment(let item) where item.isOwnFile: "your files"
        case .experiment: "experiments"
        case .run: "past runs"
        case .checkpoints: "more"
        }
    }

    /// The run whose curves stand beside it: the run itself, or an experiment's best.
    func run(among runs: [RunSummary]) -> RunSummary? {
        switch self {
        case .run(let run): run
        case .experiment(let item): item.bestRun(among: runs)
        case .checkpoints: nil
        }
    }

    /// What a filter looks at.
    fileprivate var words: String {
        switch self {
        case .experiment(let item): "\(item.name) \(item.data) \(item.summary)"
        case .run(let run): "\(run.name) \(run.data) \(run.state.rawValue)"
        case .checkpoints: "checkpoints"
        }
    }
}

extension StartMenu.Item {
    /// The run of this experiment with the best epoch; nil if none was measured.
    func bestRun(among runs: [RunSummary]) -> RunSummary? {
        runs.filter { $0.experiment == experiment && $0.best != nil }.reduce(nil) { best, next in
            guard let figures = best?.best?.heldOut, let others = next.best?.heldOut else { return next }
            return figures.kind.isBetter(others.metric, than: figures.metric) ? next : best
        }
    }
}

/// What the start screen shows and how.
struct StartState: Sendable {
    var menu = StartMenu()
    /// Words that an entry must hold to be listed.
    var filter = ""
    /// The place among the listed entries.
    var selection = 0

    /// Past runs that are listed; the Runs screen has them all.
    private static let runLimit = 20

    /// What is listed, with the past runs that have been read.
    func entries(_ runs: [RunSummary]?) -> [StartEntry] {
        let all =
            menu.items.map(StartEntry.experiment) + (runs ?? []).prefix(Self.runLimit).map(StartEntry.run)
            + [.checkpoints]
        let words = filter.lowercased().split(separator: " ")
        return all.filter { entry in words.allSatisfy { entry.words.lowercased().contains($0) } }
    }
}
