import BinaryBrain

/// A picture in the order that nets learn in: channel after channel, row after row.
public struct PlanarImage<Element: Sendable>: Sendable {
    /// Planes: 1 for grey, 3 for red, green, blue.
    public let channels: Int
    /// Rows.
    public let height: Int
    /// Columns.
    public let width: Int
    /// Element (c, y, x) is at (c · height + y) · width + x.
    public let values: [Element]

    /// A picture.
    /// - Throws: `BrainError` unless there are `channels · height · width` values, at least one.
    public init(channels: Int, height: Int, width: Int, values: [Element]) throws {
        let shape = try Shape([channels, height, width]).validated(for: "picture")
        guard values.count == shape.count else {
            throw BrainError(
                .shape, what: "picture", why: "\(values.count) values do not make \(shape)",
                remedy: "give channels · height · width values")
        }
        self.channels = channels
        self.height = height
        self.width = width
        self.values = values
    }

    /// One element.
    public subscript(channel: Int, y: Int, x: Int) -> Element { values[(channel * height + y) * width + x] }
}
