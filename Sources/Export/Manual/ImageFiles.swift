import BinaryBrain
import Foundation

/// Pictures of the manual's Verilog samples (§6.2.13): many images as one, and the file that a simulated camera reads.
public enum ImageFiles {
    /// Puts pictures side by side, row after row, into one large picture (manual `make_image_tile`).
    /// - Throws: `BrainError` if there are fewer than `rows · columns` pictures, or they differ in shape.
    public static func makeImageTile<Element>(
        rows: Int, columns: Int, images: some Sequence<PlanarImage<Element>>
    ) throws -> PlanarImage<Element> {
        let tiles = Array(images.prefix(max(0, rows) * max(0, columns)))
        guard let first = tiles.first, rows > 0, columns > 0, tiles.count == rows * columns else {
            throw BrainError(
                .shape, what: "picture of \(rows) × \(columns) tiles", why: "there are \(tiles.count) pictures for it",
                remedy: "give a picture for each tile, and at least one tile")
        }
        for tile in tiles where (tile.channels, tile.height, tile.width) != (first.channels, first.height, first.width)
        {
            throw BrainError(
                .shape, what: "picture of tiles", why: "the pictures differ in shape", remedy: "give equal shapes")
        }
        var values: [Element] = []
        values.reserveCapacity(tiles.count * first.values.count)
        for channel in 0..<first.channels {
            for row in 0..<rows {
                for y in 0..<first.height {
                    for column in 0..<columns {
                        let start = (channel * first.height + y) * first.width
                        values += tiles[row * columns + column].values[start..<start + first.width]
                    }
                }
            }
        }
        return try PlanarImage(
            channels: first.channels, height: rows * first.height, width: columns * first.width, values: values)
    }

    /// A picture of 8-bit values as a PPM file in text form, P3 (manual `write_ppm`); grey is written as equal red, green and
    /// blue.
    /// - Throws: `BrainError` unless it has 1 or 3 channels, or if the file cannot be written.
    public static func writePPM(_ path: String, _ image: PlanarImage<UInt8>) throws {
        try AtomicFile.write(Array(ppm(image).utf8), to: path)
    }

    static func ppm(_ image: PlanarImage<UInt8>) throws -> String {
        guard image.channels == 1 || image.channels == 3 else {
            throw BrainError(
                .shape, what: "PPM file", why: "a picture of \(image.channels) channels is neither grey nor coloured",
                remedy: "give 1 or 3 channels")
        }
        var text = TextBuilder()
        text.line("P3")
        text.line("\(image.width) \(image.height)")
        text.line("255")
        for y in 0..<image.height {
            for x in 0..<image.width {
                let colours = (0..<3).map { String(image[image.channels == 1 ? 0 : $0, y, x]) }
                text.line(colours.joined(separator: " "))
            }
        }
        return text.text
    }
}
