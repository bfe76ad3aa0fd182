/// Height and width of an image, a filter or a stride, in pixels; the manual's pair of (height, width).
public struct PlaneSize: Sendable, Hashable, CustomStringConvertible {
    /// Rows.
    public var height: Int
    /// Columns.
    public var width: Int

    /// Largest height or width of a filter or stride.
    public static let maximumSide = 1 << 15

    /// A rectangle.
    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    /// A square.
    public init(_ side: Int) { self.init(height: side, width: side) }

    /// Number of pixels.
    public var count: Int { height * width }
    /// `height×width`.
    public var description: String { "\(height)×\(width)" }

    /// This size; throws unless both sides are from 1 to `maximumSide`.
    func validated(_ field: String, for what: String) throws -> PlaneSize {
        let sides = 1...Self.maximumSide
        guard sides.contains(height), sides.contains(width) else {
            throw BrainError(
                .parameter, what: what, why: "\(field) \(self) is not usable",
                remedy: "choose a height and a width from 1 to \(Self.maximumSide)")
        }
        return self
    }
}

extension Shape {
    /// This shape as that of images, (C, H, W); throws unless it has three axes.
    func validatedImages(for layer: String) throws -> (shape: Shape, plane: PlaneSize) {
        let shape = try validated(for: "input of \(layer)")
        guard shape.rank == 3 else {
            throw BrainError(
                .shape, what: "input of \(layer)", why: "shape \(shape) is not that of an image",
                remedy: "give frames of shape [channels, height, width]")
        }
        return (shape, PlaneSize(height: shape[1], width: shape[2]))
    }
}

/// A layer that moves a window over images: what the convolution, pooling and upsampling layers have in common.
public protocol Filter2d: Model {
    /// Size of the window.
    var filterSize: PlaneSize { get }
}
