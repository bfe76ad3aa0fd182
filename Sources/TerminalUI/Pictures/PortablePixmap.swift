import Foundation
import Workbench

/// A colour picture in the PPM format (P6, 8 bits a channel).
struct PortablePixmap: Sendable {
    let width: Int
    let height: Int
    private var bytes: [UInt8]

    /// A picture of one grey.
    init(width: Int, height: Int, grey: UInt8) {
        self.width = width
        self.height = height
        bytes = [UInt8](repeating: grey, count: 3 * width * height)
    }

    /// The file.
    var encoded: Data { Data("P6\n\(width) \(height)\n255\n".utf8) + Data(bytes) }

    /// The same picture as a PNG file.
    var png: [UInt8] { PortableNetworkGraphic(width: width, height: height, rgb: bytes).encoded }

    /// The red, green and blue of a pixel.
    subscript(x: Int, y: Int) -> (UInt8, UInt8, UInt8) {
        get {
            let index = 3 * (y * width + x)
            return (bytes[index], bytes[index + 1], bytes[index + 2])
        }
        set {
            let index = 3 * (y * width + x)
            (bytes[index], bytes[index + 1], bytes[index + 2]) = newValue
        }
    }

    /// Draws `image` with its top left corner at (x, y), each of its pixels `scale` pixels wide.
    mutating func draw(_ image: SampleImage, x: Int, y: Int, scale: Int) {
        let pixels = ScaledImage(image, width: image.width, height: image.height)
        for row in 0..<image.height * scale {
            for column in 0..<image.width * scale where x + column < width && y + row < height {
                guard case .rgb(let red, let green, let blue) = pixels.paint(column / scale, row / scale) else {
                    continue
                }
                self[x + column, y + row] = (red, green, blue)
            }
        }
    }

    /// The samples of a snapshot in one row: the input, and below it the reconstruction and the difference if there is one;
    /// nil without pictures.
    static func samples(_ samples: [SampleSnapshot], scale: Int = 4) -> PortablePixmap? {
        let columns = samples.compactMap { sample -> [SampleImage]? in
            var images = sample.input.map { [$0] } ?? []
            if case .reconstruction(let image) = sample.output {
                images.append(image)
                if let input = sample.input, let difference = DifferenceImage.make(input, image, colored: true) {
                    images.append(difference)
                }
            }
            return images.isEmpty ? nil : images
        }
        guard let tallest = columns.map(\.count).max() else { return nil }
        let cellWidth = columns.joined().map(\.width).max()! * scale + scale
        let cellHeight = columns.joined().map(\.height).max()! * scale + scale
        guard cellWidth > scale, cellHeight > scale else { return nil }
        var picture = PortablePixmap(
            width: columns.count * cellWidth + scale, height: tallest * cellHeight + scale, grey: 96)
        for (column, images) in columns.enumerated() {
            for (row, image) in images.enumerated() {
                picture.draw(image, x: scale + column * cellWidth, y: scale + row * cellHeight, scale: scale)
            }
        }
        return picture
    }
}
