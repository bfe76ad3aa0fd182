/// The names of what goes into a net and comes out of it, of data from a table.
public struct ColumnNames: Sendable, Hashable {
    /// The input columns, in the order of the nodes.
    public var inputs: [String]
    /// The classes, or the columns of targets, in the order of the nodes.
    public var answers: [String]

    /// Names.
    public init(inputs: [String], answers: [String]) {
        self.inputs = inputs
        self.answers = answers
    }
}
