extension Concatenate {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm {
        guard branches.isEmpty else { return .branches(branches) }
        return .gather(GatheredNodes { [count = outputShape.count] in Array(0..<count) })
    }

    public var noteForOriginal: String? {
        branches.isEmpty ? nil : "Concatenate is written with its branches, which the original cannot read"
    }

    /// What is known of the class.
    public static let card = LayerCard(
        "Concatenate", "several nets that read the same input, their outputs side by side",
        formula: "y = [branch₁(x), branch₂(x), …]",
        shapes: "any → the branches’ outputs along the first axis; the other axes agree",

        fields: [
            LayerField(required: "branches", .branches, "the nets; one without layers hands its input on"), .layerName,
        ],
        commands: [.hostOnly], file: .single("Concatenate", versions: 1...2) { try read(from: &$0) }
    ) { fields in try Concatenate(branches: fields.branches("branches"), name: fields.name) }

    /// The shapes of all signals are a count and so many shapes, the form that the original means to write; what it writes in
    /// their place are addresses of its memory, which nobody can read. Version 2 has the branches behind that.
    private static func read(from reader: inout ObjectReader) throws -> Concatenate {
        let version = try reader.version(of: "Concatenate")
        let name = try reader.modelLevel()
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let count = try reader.int64("number of inputs", in: 1...max(1, reader.remaining / 16))
        var signals: [Shape] = []
        for index in 0..<count { signals.append(try reader.frameShape("shape of input \(index)")) }
        let output = try reader.frameShape("output shape")
        let (input, branches) = version == 1 ? ([], []) : try readBranches(signals, from: &reader)

        return try reader.checking("Concatenate", at: start) {
            let layer =
                branches.isEmpty
                ? Concatenate(name: name) : try Concatenate(restoring: branches, input: input, name: name)
            if branches.isEmpty { try layer.setInputShapes(signals) }
            guard layer.outputShape == output else {
                throw BrainError(
                    .shape, what: "Concatenate", why: "its output is \(layer.outputShape), the file says \(output)",
                    remedy: "use an intact copy")
            }
            layer.hostOnly = hostOnly
            return layer
        }
    }

    /// The shape that the branches read, and the branches; none if a program hands the signals over.
    private static func readBranches(
        _ signals: [Shape], from reader: inout ObjectReader
    ) throws -> (Shape, [Sequential]) {
        let start = reader.offset
        let count = try reader.objectCount("number of branches")
        guard count > 0 else { return ([], []) }
        guard count == signals.count else {
            throw reader.error("number of branches", expected: "\(signals.count)", found: "\(count)", at: start)
        }
        let input = try reader.frameShape("input shape of the branches")
        let branches = try (0..<count).map { index in
            let start = reader.offset
            let model = try reader.model("branch \(index + 1)")
            guard let branch = model.sequence else {
                throw reader.error(
                    "branch \(index + 1)", expected: "a Sequential", found: "a \(model.modelName)", at: start)
            }
            // Classes whose files carry no shape, and branches without layers, take that of the signal.
            if branch.inputShape.rank == 0 {
                try reader.checking("branch \(index + 1)", at: start) { _ = try branch.setInputShape(input) }
            }
            guard branch.inputShape.count == input.count, branch.outputShape == signals[index] else {
                throw reader.error(
                    "branch \(index + 1)", expected: "a net from \(input) to \(signals[index])",
                    found: "one from \(branch.inputShape) to \(branch.outputShape)", at: start)
            }
            return branch
        }
        return (input, branches)
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(inputShapes.count)
        for shape in inputShapes { writer.write(shape) }
        writer.write(outputShape)
        writer.write(branches.count)
        guard !branches.isEmpty else { return }
        writer.write(sharedInputShape)
        for branch in branches { try writer.write(model: branch) }
    }
}
