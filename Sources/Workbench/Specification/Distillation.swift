import BinaryBrain

/// What a net is to learn from another one (`distill` in its file).
public struct Distillation: Sendable, Hashable {
    /// The teacher: a checkpoint or a net.
    public let teacher: ReferencedFile
    /// By how much the answers of both are softened.
    public let temperature: Double
    /// The teacher's share of the loss.
    public let weight: Double

    /// Reads `{ teacher: FILE, temperature: 4, weight: 0.5 }`.
    init(_ value: SpecificationValue, loss: LossSpecification) throws {
        let fields = try value.fields(allowed: ["teacher", "temperature", "weight", "sha256"], of: "distill")
        teacher = try ReferencedFile("teacher", of: fields, in: value, example: "distill: { teacher: teacher.bbwb }")
        temperature = try fields["temperature"]?.number(1e-3...1e3) ?? 4
        weight = try fields["weight"]?.number(0...1) ?? 0.5
        guard loss.make().comparison == .classes else {
            throw value.error(
                "a teacher's answers are classes, and \(loss.name) compares numbers", "use SoftmaxCrossEntropy")
        }
    }
}
