import Workbench

/// The workbench explains itself on a live training: where in its steps it is. The steps are in `Tour.steps`.
public struct Tour: Sendable {
    /// The experiment that it begins with.
    public static let classifier = "mnist-lut-simple"
    /// The one that it goes on to.
    public static let autoencoder = "mnist-autoencoder-simple"
    /// Epochs that both are given, so that neither ends before it has been looked at.
    public static let epochs = 10_000

    /// The steps that are done.
    private(set) var place = 0

    /// A tour at its beginning.
    public init() {}

    /// What is told now; nil once all steps are done.
    var step: TourStep? { Self.steps.indices.contains(place) ? Self.steps[place] : nil }

    /// Goes to the next step.
    mutating func advance() { place = min(place + 1, Self.steps.count) }
}
