/// A part of a picture that means something to a pointer.
struct Target: Hashable, Sendable {
    /// What is there.
    enum Meaning: Hashable, Sendable {
        /// A layer, by its place in the table.
        case layer(Int)
        /// A LUT of the selected layer.
        case lut(Int)
        /// A past run, by its place in the list.
        case run(Int)
        /// A sample.
        case sample(Int)
        /// An item of the list that lies over the screen.
        case item(Int)
        /// The name of a screen in the line of tabs, by its number.
        case tab(Int)
        /// The field of a plot over these mini-batches, along an axis that may be logarithmic.
        case plot(ClosedRange<Int>, isLogarithmic: Bool)
        /// A list or page that scrolls.
        case list
    }

    var area: Area
    var meaning: Meaning
}
