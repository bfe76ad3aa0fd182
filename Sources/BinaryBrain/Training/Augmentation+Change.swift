import Foundation

extension Augmentation {
    /// What is drawn for one sample.
    public struct Change: Hashable, Sendable {
        /// Pixels down.
        public let down: Int
        /// Pixels to the right.
        public let right: Int
        /// Whether it is mirrored before that.
        public let isMirrored: Bool
        /// Rows and columns that are cut away before that, at all sides together.
        public let cut: Int
        /// Of these, rows at the top.
        public let cutAtTop: Int
        /// Of these, columns at the left.
        public let cutAtLeft: Int
        /// Degrees that it is turned by then, clockwise.
        public let angle: Double
        /// What is added to all of its values.
        public let brightness: Float
    }

    /// The change of the sample at a place of the mini-batch of a step.
    public func change(seed: UInt64, step: Int, place: Int) -> Change {
        var stream = DrawnNumbers(seed: seed, step: step, place: place)
        // These three first: experiments from before the others came draw what they drew then.
        let down = stream.integer(2 * shift + 1) - shift
        let right = stream.integer(2 * shift + 1) - shift
        let isMirrored = mirrors && stream.integer(2) == 1
        let cut = crop > 0 ? stream.integer(crop + 1) : 0
        let top = cut > 0 ? stream.integer(cut + 1) : 0
        let left = cut > 0 ? stream.integer(cut + 1) : 0
        let angle = rotation > 0 ? (2 * stream.fraction() - 1) * rotation : 0
        let light = brightness > 0 ? (2 * stream.fraction() - 1) * brightness : 0
        return Change(
            down: down, right: right, isMirrored: isMirrored, cut: cut, cutAtTop: top, cutAtLeft: left, angle: angle,
            brightness: Float(light))
    }

    /// Writes the values of `x` with noise into `y`, which may be the same buffer; they end at the bounds of `range`.
    public func addNoise(
        to x: FrameBuffer, into y: FrameBuffer, seed: UInt64, step: Int, range: ClosedRange<Float> = 0...1
    ) {
        guard noise > 0 else { return }
        let strength = noise
        let streams = (0..<y.frameCount).map { DrawnNumbers.frame($0, seed: seed, step: step) }
        Parallel.shared.forEachRow(y.nodeCount, length: y.frameCount) { node in
            let (source, row) = (x.floats(node), y.floats(node))
            for frame in 0..<y.frameCount {
                // A stream for each value: no order of the work changes what is drawn.
                var stream = DrawnNumbers(of: node, in: streams[frame])
                let value = source[frame] + Float(strength * stream.normal())
                row[frame] = min(range.upperBound, max(range.lowerBound, value))
            }
        }
    }
}

/// Numbers that depend on a seed, a step and a place alone.
///
/// Source of the mixing: Steele, Lea, Flood, Fast splittable pseudorandom number generators, 2014.
struct DrawnNumbers {
    private var state: UInt64

    init(seed: UInt64, step: Int, place: Int) {
        state = Self.mixed(seed ^ Self.mixed(UInt64(truncatingIfNeeded: step) << 20 ^ UInt64(place)))
    }

    /// The numbers of one value of a frame.
    init(of node: Int, in frame: UInt64) { state = Self.mixed(frame ^ UInt64(node)) }

    /// What the streams of a frame's values begin with.
    static func frame(_ place: Int, seed: UInt64, step: Int) -> UInt64 {
        mixed(mixed(mixed(~seed) ^ UInt64(truncatingIfNeeded: step)) ^ UInt64(place))
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    private mutating func next() -> UInt64 {
        state = Self.mixed(state)
        return state
    }

    /// A number from 0 to `count` − 1.
    mutating func integer(_ count: Int) -> Int { (Int(next() >> 32) * count) >> 32 }

    /// A number from 0 on, below 1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number of mean 0 and deviation 1 (Box, Muller 1958).
    mutating func normal() -> Double {
        let radius = (-2 * log(1 - fraction())).squareRoot()
        return radius * cos(2 * Double.pi * fraction())
    }
}

extension Augmentation.Change {
    /// Where the pixels of an image go.
    enum Movement {
        /// Nowhere.
        case none
        /// By whole pixels.
        case whole(down: Int, right: Int, isMirrored: Bool)
        /// Between pixels.
        case turned(PixelMap)
    }

    /// Where the pixels of an image of this size go.
    func movement(height: Int, width: Int) -> Movement {
        if cut == 0, angle == 0 {
            return down == 0 && right == 0 && !isMirrored
                ? .none : .whole(down: down, right: right, isMirrored: isMirrored)
        }
        return .turned(PixelMap(self, height: height, width: width))
    }
}

/// From which point of the source each pixel of a changed image comes: an affine map, with what lies between pixels in proportion
/// (bilinear).
struct PixelMap {
    private let row: (constant: Float, byRow: Float, byColumn: Float)
    private let column: (constant: Float, byRow: Float, byColumn: Float)

    /// The inverse of cutting, turning, mirroring and shifting, in this order.
    init(_ change: Augmentation.Change, height: Int, width: Int) {
        let (middleRow, middleColumn) = (Double(height - 1) / 2, Double(width - 1) / 2)
        let radians = change.angle * Double.pi / 180
        let (cosine, sine) = (cos(radians), sin(radians))
        // V rows and U columns from the middle after the turn were v = c·V − s·U and u = s·V + c·U before it.
        let mirror: Double = change.isMirrored ? -1 : 1
        let rowAtZero = -Double(change.down) - middleRow
        let columnAtZero = mirror * (-Double(change.right) - middleColumn)
        let rowScale = Double(height - change.cut) / Double(height)
        let columnScale = Double(width - change.cut) / Double(width)
        func placed(_ value: Double, _ middle: Double, _ scale: Double, _ first: Int) -> Float {
            Float(Double(first) + (value + middle + 0.5) * scale - 0.5)
        }
        row = (
            placed(cosine * rowAtZero - sine * columnAtZero, middleRow, rowScale, change.cutAtTop),
            Float(cosine * rowScale), Float(-sine * mirror * rowScale)
        )
        column = (
            placed(sine * rowAtZero + cosine * columnAtZero, middleColumn, columnScale, change.cutAtLeft),
            Float(sine * columnScale), Float(cosine * mirror * columnScale)
        )
    }

    /// The value for a pixel of the changed image; `pixel` gives those of the source, 0 outside.
    @inline(__always)
    func value(_ toRow: Int, _ toColumn: Int, _ pixel: (Int, Int) -> Float) -> Float {
        let v = row.constant + row.byRow * Float(toRow) + row.byColumn * Float(toColumn)
        let u = column.constant + column.byRow * Float(toRow) + column.byColumn * Float(toColumn)
        let (above, before) = (v.rounded(.down), u.rounded(.down))
        let (down, right) = (v - above, u - before)
        let (r, c) = (Int(above), Int(before))
        let upper = pixel(r, c) * (1 - right) + pixel(r, c + 1) * right
        let lower = pixel(r + 1, c) * (1 - right) + pixel(r + 1, c + 1) * right
        return upper * (1 - down) + lower * down
    }
}
