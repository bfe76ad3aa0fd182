/// How training images are changed each time that they are seen, so that a net learns what matters in them.
///
/// What is drawn depends on the experiment's seed, the step and the place in the mini-batch alone: a training that continues from a
/// checkpoint draws the same, whatever threads do the work.
public struct Augmentation: Sendable, Hashable {
    /// Pixels that an image is shifted by at most, in both directions; what comes in at the edges is 0.
    public var shift = 0
    /// Whether half of the images are mirrored, left to right.
    public var mirrors = false
    /// Rows and columns that are cut away at most; what is left is drawn out to the whole size.
    public var crop = 0
    /// Degrees that an image is turned by at most, either way.
    public var rotation = 0.0
    /// What is added to all values of a sample at most, or taken from them.
    public var brightness = 0.0
    /// Standard deviation of the noise that is added to each value.
    public var noise = 0.0

    /// Shifts that an experiment may ask for.
    public static let shifts = 0...64
    /// Rows and columns to cut away that an experiment may ask for.
    public static let crops = 0...256
    /// Angles that an experiment may ask for, in degrees.
    public static let rotations = 0.0...180
    /// Amounts of brightness and noise that an experiment may ask for.
    public static let strengths = 0.0...1e6

    /// Nothing.
    public init() {}

    /// Whether samples stay as they are.
    public var isIdentity: Bool { self == Augmentation() }
    /// Whether pixels move.
    var moves: Bool { shift != 0 || mirrors || crop != 0 || rotation != 0 }

    /// Throws unless samples of this shape can be changed so.
    public func requireImages(_ shape: Shape) throws {
        guard moves else { return }
        guard shape.rank == 3 else {
            throw BrainError(
                .shape, what: "augment", why: "samples of \(shape) are not images of channels × height × width",
                remedy: "leave all but noise and brightness out, or give images")
        }
        let room = min(shape[1], shape[2])
        guard crop < room else {
            throw BrainError(
                .shape, what: "augment", why: "crop: \(crop) leaves nothing of images of \(shape)",
                remedy: "cut away at most \(room - 1)")
        }
    }

    /// Writes the changed samples of `x` into `y`, without noise; images are `[channels, height, width]`.
    /// - Parameter range: between which values samples lie; brighter and darker ones end there.
    public func apply(
        to x: FrameBuffer, into y: FrameBuffer, seed: UInt64, step: Int, range: ClosedRange<Float> = 0...1
    ) {
        let changes = (0..<x.frameCount).map { change(seed: seed, step: step, place: $0) }
        if moves {
            movePixels(of: x, into: y, changes)
        } else {
            Parallel.shared.forEachRow(x.nodeCount, length: x.frameCount) { node in
                y.floats(node).update(from: x.floats(node), count: x.frameCount)
            }
        }
        guard brightness != 0 else { return }
        Parallel.shared.forEachRow(y.nodeCount, length: y.frameCount) { node in
            let row = y.floats(node)
            for frame in 0..<y.frameCount {
                row[frame] = min(range.upperBound, max(range.lowerBound, row[frame] + changes[frame].brightness))
            }
        }
    }

    private func movePixels(of x: FrameBuffer, into y: FrameBuffer, _ changes: [Change]) {
        let (height, width) = (x.shape[1], x.shape[2])
        let maps = changes.map { $0.movement(height: height, width: width) }
        let stride = x.floatStride
        maps.withUnsafeBufferPointer { maps in
            Parallel.shared.forEachRow(x.nodeCount, length: x.frameCount) { node in
                let (row, column) = (node / width % height, node % width)
                let plane = x.floats(node / (height * width) * height * width)
                let target = y.floats(node)
                for frame in maps.indices {
                    func pixel(_ row: Int, _ column: Int) -> Float {
                        let isInside = row >= 0 && row < height && column >= 0 && column < width
                        return isInside ? plane[(row * width + column) * stride + frame] : 0
                    }
                    switch maps[frame] {
                    case .none: target[frame] = plane[(row * width + column) * stride + frame]
                    case .whole(let down, let right, let isMirrored):
                        let shifted = column - right
                        // Outside stays outside when it is mirrored.
                        target[frame] = pixel(row - down, isMirrored ? width - 1 - shifted : shifted)
                    case .turned(let map): target[frame] = map.value(row, column, pixel)
                    }
                }
            }
        }
    }
}
