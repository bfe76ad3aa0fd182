import BinaryBrain

/// What the columns of a table are for.
public struct TableColumns: Sendable, Hashable {
    /// The column of the class; nil for none, or for one that is called `label` if there are no targets either.
    public var label: String?
    /// The columns of the numbers that the net is to answer.
    public var targets: [String]
    /// Columns that are not used.
    public var leaveOut: [String]
    /// The shape that the input columns make, last axis first, such as `[12, 3]` for twelve times three numbers; nil for a row.
    public var shape: Shape?

    /// What columns are for.
    public init(label: String? = nil, targets: [String] = [], leaveOut: [String] = [], shape: Shape? = nil) {
        self.label = label
        self.targets = targets
        self.leaveOut = leaveOut
        self.shape = shape
    }

    /// The input columns of a table with these names, in the table's order.
    /// - Throws: `BrainError` for a name that is none of the table's, a column that is two things, or no input column.
    func resolved(_ names: [String], file: String) throws -> (inputs: [String], targets: [String], label: String?) {
        func refusal(_ why: String, _ remedy: String) -> BrainError {
            BrainError(.parameter, what: "the columns of \(file)", why: why, remedy: remedy)
        }
        for name in [label].compactMap({ $0 }) + targets + leaveOut where !names.contains(name) {
            throw refusal("there is no column '\(name)'", NearestName.remedy(for: name, among: names))
        }
        // Without a word about it, a column that is called so is what it is called.
        let wanted =
            label ?? (targets.isEmpty && names.contains("label") && !leaveOut.contains("label") ? "label" : nil)
        guard wanted == nil || targets.isEmpty else {
            throw refusal("there are a label and targets", "give one of them")
        }
        let taken = [wanted].compactMap { $0 } + targets + leaveOut
        if let twice = taken.first(where: { name in taken.count { $0 == name } > 1 }) {
            throw refusal("the column '\(twice)' is listed twice", "name each column once")
        }
        let inputs = names.filter { !taken.contains($0) }
        guard !inputs.isEmpty else { throw refusal("no column is left for the input", "leave some out of the targets") }
        return (inputs, targets, wanted)
    }
}

extension TableFile {
    /// The numbers of some columns, row after row.
    func numbers(_ columns: [String]) throws -> [Float] {
        let places = try columns.map(place)
        var result: [Float] = []
        result.reserveCapacity(rowCount * places.count)
        for row in 0..<rowCount {
            for column in places { result.append(try number(row: row, column: column)) }
        }
        return result
    }

    /// Where a column stands.
    func place(of column: String) throws -> Int {
        if let place = names.firstIndex(of: column) { return place }
        throw BrainError(
            .format, what: "reading \(path)", why: "it has no column '\(column)'",
            remedy: NearestName.remedy(for: column, among: names))
    }
}
