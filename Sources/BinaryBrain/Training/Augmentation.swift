/// How training images are changed each time that they are seen, so that a net learns what matters in them.
///
/// What is drawn depends on the experiment's seed, the step and the place in the mini-batch alone: a training that goes on from a
/// checkpoint draws the same.
public struct Augmentation: Sendable, Hashable {
    /// Pixels that an image is shifted by at most, in both directions; what comes in at the edges is 0.
    public var shift = 0
    /// Whether half of the images are mirrored, left to right.
    public var mirrors = false

    /// Shifts that an experiment may ask for.
    public static let shifts = 0...64

    /// Nothing.
    public init() {}

    /// Whether images stay as they are.
    public var isIdentity: Bool { self == Augmentation() }

    /// What is drawn for one image.
    public struct Change: Hashable, Sendable {
        /// Pixels down.
        public let down: Int
        /// Pixels to the right.
        public let right: Int
        /// Whether it is mirrored before.
        public let isMirrored: Bool
    }

    /// The change of the image at a place of the mini-batch of a step.
    public func change(seed: UInt64, step: Int, place: Int) -> Change {
        var state = Self.mixed(seed ^ Self.mixed(UInt64(truncatingIfNeeded: step) << 20 ^ UInt64(place)))
        func draw(_ count: Int) -> Int {
            state = Self.mixed(state)
            return (Int(state >> 32) * count) >> 32
        }
        return Change(
            down: draw(2 * shift + 1) - shift, right: draw(2 * shift + 1) - shift,
            isMirrored: mirrors && draw(2) == 1)
    }

    /// Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// Throws unless samples of this shape are images.
    public func requireImages(_ shape: Shape) throws {
        guard isIdentity || shape.rank == 3 else {
            throw BrainError(
                .shape, what: "augment", why: "samples of \(shape) are no images of channels × height × width",
                remedy: "leave augment out, or give images")
        }
    }

    /// Writes the changed images of `x`, `[channels, height, width]`, into `y`.
    public func apply(to x: FrameBuffer, into y: FrameBuffer, seed: UInt64, step: Int) {
        let (height, width) = (x.shape[1], x.shape[2])
        let frames = x.frameCount
        let changes = (0..<frames).map { change(seed: seed, step: step, place: $0) }
        let isShifted = changes.map { $0.down != 0 || $0.right != 0 || $0.isMirrored }
        let stride = x.floatStride
        changes.withUnsafeBufferPointer { changes in
            isShifted.withUnsafeBufferPointer { isShifted in
                Parallel.shared.forEachRow(x.nodeCount, length: frames) { node in
                    let (row, column) = (node / width % height, node % width)
                    let (source, target) = (x.floats(node), y.floats(node))
                    for frame in 0..<frames {
                        guard isShifted[frame] else {
                            target[frame] = source[frame]
                            continue
                        }
                        let change = changes[frame]
                        let from = row - change.down
                        let shifted = column - change.right
                        let isInside = from >= 0 && from < height && shifted >= 0 && shifted < width
                        let across = change.isMirrored ? width - 1 - shifted : shifted
                        target[frame] =
                            isInside ? source[((from - row) * width + across - column) * stride + frame] : 0
                    }
                }
            }
        }
    }
}
