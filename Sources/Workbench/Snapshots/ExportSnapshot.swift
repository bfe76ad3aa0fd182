/// An export that is running.
public struct ExportSnapshot: Sendable, Equatable {
    /// What is exported, such as `export verilog`.
    public var title: String
    /// What is being done.
    public var stage: String
    /// Share of the work done, 0…1.
    public var fraction: Double

    /// A picture of an export.
    public init(title: String, stage: String, fraction: Double) {
        self.title = title
        self.stage = stage
        self.fraction = fraction
    }
}
