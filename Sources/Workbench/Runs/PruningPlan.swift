import BinaryBrain

/// How a trained net is made smaller: again and again a share is taken away, and the rest trained for some epochs.
public struct PruningPlan: Sendable, Hashable {
    /// Share of the LUTs that are left which goes in each round; 0 for none.
    public var lutShare: Double
    /// Share of the input bits that are left which goes in each round; 0 for none.
    public var inputShare: Double
    /// How LUTs go: `luts` or `wires`.
    public var method: PruningTarget
    /// How often LUTs or inputs are removed.
    public var rounds: Int
    /// Epochs of training after each.
    public var epochsPerRound: Int
    /// Epochs of training at the end, beside those of the last round.
    public var lastEpochs: Int

    /// A plan; half of the LUTs are left after seven rounds of a tenth.
    public init(
        lutShare: Double = 0.1, inputShare: Double = 0, method: PruningTarget = .wires, rounds: Int = 7,
        epochsPerRound: Int = 1, lastEpochs: Int = 0
    ) {
        self.lutShare = lutShare
        self.method = method
        self.lastEpochs = lastEpochs
        self.inputShare = inputShare
        self.rounds = rounds
        self.epochsPerRound = epochsPerRound
    }

    /// - Throws: `BrainError` for numbers out of their ranges.
    public func validate() throws {
        for (name, share) in [("share", lutShare), ("inputs", inputShare)]
        where share != 0 && !PruningTarget.shares.contains(share) {
            throw BrainError(
                .usage, what: "--\(name) \(share)",
                why: "it is not a share from \(PruningTarget.shares.lowerBound) to \(PruningTarget.shares.upperBound)",
                remedy: "give 0.1, or 0 for none")
        }
        guard lutShare > 0 || inputShare > 0 else {
            throw BrainError(
                .usage, what: "pruning", why: "it would remove neither LUTs nor inputs",
                remedy: "give --share or --inputs")
        }
        guard (1...1000).contains(rounds), (1...1000).contains(epochsPerRound), (0...1000).contains(lastEpochs) else {
            throw BrainError(
                .usage, what: "pruning in \(rounds) rounds of \(epochsPerRound) epochs, then \(lastEpochs)",
                why: "the first two numbers must be from 1 to 1000, the last one from 0 to 1000",
                remedy: "give --rounds 7 --epochs 1 --last-epochs 3")
        }
    }

    /// What the experiment gives itself: `epoch 0: prune 0.1` …
    fileprivate var schedule: String {
        let commands =
            (lutShare > 0 ? [Command.prune(lutShare, method)] : [])
            + (inputShare > 0 ? [.prune(inputShare, .inputs)] : [])
        let list = commands.map(\.description).joined(separator: ", ")
        let entries = (0..<rounds).map { "{ epoch \($0 * epochsPerRound): [\(list)] }" }
        return "[\(entries.joined(separator: ", "))]"
    }
}

extension ExperimentSource {
    /// A new run that begins with the net of a checkpoint and makes it smaller as it trains: the experiment of the checkpoint with
    /// `initial`, `epochs` and `at` by the plan.
    /// - Throws: `BrainError` for a plan that makes no sense or a checkpoint that cannot be read; `SpecificationError` if they do not fit.
    public init(
        pruning path: String, _ plan: PruningPlan, overrides: [SpecificationOverride] = []
    ) throws {
        try plan.validate()
        let checkpoint = try Checkpoint(decoding: CheckpointContainer.read(path), path: path)
        let quoted = "'\(path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
        let own = [
            SpecificationOverride(path: "initial", value: "{ from: \(quoted) }"),
            SpecificationOverride(path: "epochs", value: String(plan.rounds * plan.epochsPerRound + plan.lastEpochs)),
            SpecificationOverride(path: "at", value: plan.schedule),
        ]
        let spec = try ExperimentSpec(yaml: checkpoint.specification, source: path, overrides: own + overrides)
        self.init(spec: try spec.withDigests(), checkpointPath: nil)
    }
}
