import BinaryBrain

extension Augmentation {
    /// Reads `{ shift: 1, mirror: true, crop: 4, rotate: 10, brightness: 0.1, noise: 0.05 }`.
    init(_ value: SpecificationValue) throws {
        self.init()
        let fields = try value.fields(
            allowed: ["shift", "mirror", "crop", "rotate", "brightness", "noise"], of: "augment")
        shift = try fields["shift"]?.integer(Self.shifts) ?? 0
        mirrors = try fields["mirror"]?.flag() ?? false
        crop = try fields["crop"]?.integer(Self.crops) ?? 0
        rotation = try fields["rotate"]?.number(Self.rotations) ?? 0
        brightness = try fields["brightness"]?.number(Self.strengths) ?? 0
        noise = try fields["noise"]?.number(Self.strengths) ?? 0
    }
}
