extension ObjectReader {
    /// Height and width, each from 1 to the largest of a filter.
    public mutating func filterSize(_ field: String) throws -> PlaneSize {
        let height = try int64("\(field), height", in: 1...PlaneSize.maximumSide)
        return PlaneSize(height: height, width: try int64("\(field), width", in: 1...PlaneSize.maximumSide))
    }

    /// Channels, height and width of images.
    public mutating func imageShape(_ field: String) throws -> Shape {
        let start = offset
        let extents = 1...Int(Int32.max)
        let shape = Shape([
            try int64("channels of the \(field)", in: extents), try int64("height of the \(field)", in: extents),
            try int64("width of the \(field)", in: extents),
        ])
        return try checking(field, at: start) { try shape.validated(for: field) }
    }
}

extension ObjectWriter {
    /// Appends height and width.
    public mutating func write(_ size: PlaneSize) {
        write(size.height)
        write(size.width)
    }
}
