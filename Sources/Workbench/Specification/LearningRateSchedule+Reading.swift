import BinaryBrain

extension LearningRateSchedule {
    /// Reads `cosine`, `cosine: { warmup: 1 }`, `step: { size: 14, gamma: 0.1 }` or `constant`; sizes are epochs.
    init(_ value: SpecificationValue) throws {
        let (name, given) = try value.nameAndFields("schedule")
        switch try name.choice(["constant", "step", "cosine"]) {
        case "step":
            let fields = try given?.fields(allowed: ["size", "gamma"], of: "step") ?? [:]
            guard let size = fields["size"] else {
                throw value.error("the schedule needs the epochs of a step", "write step: { size: 14, gamma: 0.1 }")
            }
            self = .step(
                size: try size.integer(1...1_000_000), gamma: try fields["gamma"]?.number(1e-6...1) ?? 0.1)
        case "cosine":
            let fields = try given?.fields(allowed: ["warmup"], of: "cosine") ?? [:]
            self = .cosine(warmUp: try fields["warmup"]?.number(0...1_000_000) ?? 0)
        default:
            _ = try given?.fields(allowed: [], of: "constant")
            self = .constant
        }
    }
}
