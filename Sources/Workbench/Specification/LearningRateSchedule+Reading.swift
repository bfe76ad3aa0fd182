import BinaryBrain

extension LearningRateSchedule {
    private static let epochCounts = 1...1_000_000
    private static let ramps = 0...1e6

    /// Reads `cosine`, `cosine: { warmup: 1 }`, `step: { size: 14, gamma: 0.1 }`, `plateau: { patience: 3, gamma: 0.5, least: 0.01 }`
    /// or `constant`; sizes are epochs, and each takes `warmup`.
    init(_ value: SpecificationValue) throws {
        let (name, given) = try value.nameAndFields("schedule")
        let word = try name.choice(["constant", "step", "cosine", "plateau"])
        let own = ["step": ["size", "gamma"], "plateau": ["patience", "gamma", "least"]][word] ?? []
        let fields = try given?.fields(allowed: own + ["warmup"], of: word) ?? [:]
        let ramp = try fields["warmup"]?.number(Self.ramps) ?? 0
        let gamma = try fields["gamma"]?.number(1e-6...1)
        switch word {
        case "step":
            guard let size = fields["size"] else {
                throw value.error("the schedule needs the epochs of a step", "write step: { size: 14, gamma: 0.1 }")
            }
            self = .step(size: try size.integer(Self.epochCounts), gamma: gamma ?? 0.1)
        case "cosine":
            self = .cosine(warmUp: ramp)
            return
        case "plateau":
            self = .plateau(
                gamma: gamma ?? 0.5, patience: try fields["patience"]?.integer(Self.epochCounts) ?? 3,
                least: try fields["least"]?.number(0...1) ?? 0)
        default:
            self = .constant
        }
        if ramp > 0 { self = .warmedUp(ramp, self) }
    }
}
