/// One of a kind that has cards, with the values of its fields: what an experiment file says of a loss, an optimizer or an encoder.
public struct CardChoice<Product>: Sendable, Hashable {
    /// Its name in files.
    public let name: String
    /// Its fields, those that the file does not give with their defaults.
    package let values: [String: FieldValue]
    private let card: TrainingCard<Product>

    /// One of these fields; the others have their defaults.
    public init(_ card: TrainingCard<Product>, _ values: [String: FieldValue] = [:]) {
        self.card = card
        name = card.name
        let standards = card.fields.compactMap { field in field.standard.map { (field.name, $0) } }
        self.values = values.merging(standards) { given, _ in given }
    }

    /// One that has seen nothing. Its fields must have been checked, by making one when they were read.
    /// - Parameter defaultSeed: the seed of one that gives none.
    package func make(defaultSeed: UInt64 = 1) -> Product {
        guard let product = try? card.make(values, defaultSeed: defaultSeed) else {
            preconditionFailure("the fields were checked when read")
        }
        return product
    }

    /// Whether both are of the same name and fields.
    public static func == (one: Self, other: Self) -> Bool { one.name == other.name && one.values == other.values }

    /// The name and the fields.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(values)
    }
}
