/// What of an experiment somebody looks at: it is measured for the snapshots only while it is on the screen, and leaves no
/// trace in the training.
public enum Focus: Sendable, Hashable {
    /// The layer table, the plots and a few samples.
    case overview
    /// A layer in depth, by its place in the layer table.
    case layer(Int)
    /// The truth tables of a layer; the numbers behind one of them.
    case luts(layer: Int, node: Int)
    /// More samples.
    case samples
    /// The present weights at every oversampling of the ladder.
    case modulation
    /// The list of keys, which says how much slower plain reference code is.
    case help
}
