import BinaryBrain
import Datasets

extension TableColumns {
    /// Reads `{ label: species, leave_out: [id] }` or `{ targets: [price], shape: [12, 3] }`.
    init(_ value: SpecificationValue) throws {
        let fields = try value.fields(allowed: ["label", "targets", "leave_out", "shape"], of: "columns")
        func names(_ field: String) throws -> [String] {
            guard let value = fields[field] else { return [] }
            if value.node.scalar != nil { return [try value.text()] }
            return try value.elements(field).map { try $0.text() }
        }
        self.init(
            label: try fields["label"]?.text(), targets: try names("targets"), leaveOut: try names("leave_out"),
            shape: try fields["shape"].map { Shape(try $0.shape()) })
        if label != nil, let given = fields["targets"] {
            throw given.error("a label is already given", "give a label for classes, or targets for numbers")
        }
    }
}

extension NormalizationRule {
    /// Reads `standard`, `range`, or `{ input: standard, target: range, each: node }`.
    init(_ value: SpecificationValue) throws {
        func target(_ value: SpecificationValue) throws -> Normalization.Target? {
            Normalization.Target(rawValue: try value.choice(Normalization.Target.allCases.map(\.rawValue)))
        }
        if value.node.scalar != nil {
            self.init(input: try target(value))
            return
        }
        let fields = try value.fields(allowed: ["input", "target", "each"], of: "normalize")
        self.init(
            input: try fields["input"].flatMap(target), target: try fields["target"].flatMap(target),
            group: try fields["each"].map { try $0.choice(Normalization.Group.allCases.map(\.rawValue)) }
                .flatMap(Normalization.Group.init(rawValue:)))
        guard input != nil || self.target != nil else {
            throw value.error("it normalises nothing", "write normalize: standard, or leave it out")
        }
    }
}
