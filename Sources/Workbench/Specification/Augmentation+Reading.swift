import BinaryBrain

extension Augmentation {
    /// Reads `{ shift: 1, mirror: true }`.
    init(_ value: SpecificationValue) throws {
        self.init()
        let fields = try value.fields(allowed: ["shift", "mirror"], of: "augment")
        shift = try fields["shift"]?.integer(Self.shifts) ?? 0
        mirrors = try fields["mirror"]?.flag() ?? false
    }
}
