/// Element-wise loops over rows of numbers and bits, one pass over memory each.
public struct ElementKernels: Sendable {
    /// target[i] += source[i] for `count` floats.
    public let add: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
    /// Bit f of the words is [x[f] > threshold] for `frameCount` frames; the rest of `wordCount` words is zero.
    public let packAbove: @Sendable (UnsafePointer<Float>, Float, UnsafeMutablePointer<UInt64>, PackedSize) -> Void
    /// Pulse-width codes: each of `frameCount` values becomes `size` bits, the lowest n ones, n the number of ascending
    /// thresholds that it reaches; the rest of `wordCount` words is zero.
    public let packPulseWidth:
        @Sendable (UnsafePointer<Float>, PulseWidthCode, UnsafeMutablePointer<UInt64>, PackedSize) -> Void
    /// Σ x over `count` floats.
    public let sum: @Sendable (UnsafePointer<Float>, Int) -> Float
    /// Σ a (x − center) over `count` floats.
    public let centeredDot: @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, Float, Int) -> Float
    /// Σ (x − center)² over `count` floats.
    public let centeredSquares: @Sendable (UnsafePointer<Float>, Float, Int) -> Float
    /// y = (x − center) · factor + offset for `count` floats; rows are padded to eight.
    public let affine: @Sendable (UnsafePointer<Float>, AffineMap, UnsafeMutablePointer<Float>, Int) -> Void
    /// y = factor · (a − shift − (x − center) · slope) for `count` floats (a, x); rows are padded to eight.
    public let normalizedGradient:
        @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, NormalizationGradient, UnsafeMutablePointer<Float>, Int)
            -> Void
    /// One step of Adam on `count` parameters; whether these and the second moments are finite afterwards.
    public let adam: @Sendable (AdamStep, AdamBlock) -> Bool
    /// One step of AdaGrad on `count` parameters; whether these and the sums of squares are finite afterwards.
    public let adaGrad: @Sendable (AdaGradBlock) -> Bool

    public init(
        add: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
        packAbove: @escaping @Sendable (UnsafePointer<Float>, Float, UnsafeMutablePointer<UInt64>, PackedSize) -> Void,
        packPulseWidth:
            @escaping @Sendable (
                UnsafePointer<Float>, PulseWidthCode, UnsafeMutablePointer<UInt64>, PackedSize
            ) -> Void,
        sum: @escaping @Sendable (UnsafePointer<Float>, Int) -> Float,
        centeredDot: @escaping @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, Float, Int) -> Float,
        centeredSquares: @escaping @Sendable (UnsafePointer<Float>, Float, Int) -> Float,
        affine: @escaping @Sendable (UnsafePointer<Float>, AffineMap, UnsafeMutablePointer<Float>, Int) -> Void,
        normalizedGradient:
            @escaping @Sendable (
                UnsafePointer<Float>, UnsafePointer<Float>, NormalizationGradient, UnsafeMutablePointer<Float>, Int
            ) -> Void,
        adam: @escaping @Sendable (AdamStep, AdamBlock) -> Bool,
        adaGrad: @escaping @Sendable (AdaGradBlock) -> Bool
    ) {
        self.add = add
        self.packAbove = packAbove
        self.packPulseWidth = packPulseWidth
        self.sum = sum
        self.centeredDot = centeredDot
        self.centeredSquares = centeredSquares
        self.affine = affine
        self.normalizedGradient = normalizedGradient
        self.adam = adam
        self.adaGrad = adaGrad
    }
}

/// How many frames a row of bits is made from, and how many words it has.
public struct PackedSize: Sendable {
    /// Values read.
    public var frameCount: Int
    /// Words written.
    public var wordCount: Int

    public init(frameCount: Int, wordCount: Int) {
        self.frameCount = frameCount
        self.wordCount = wordCount
    }
}

/// The thresholds of a pulse-width code, ascending.
public struct PulseWidthCode: @unchecked Sendable {
    /// `size` thresholds.
    public var thresholds: UnsafePointer<Float>
    /// Bits that a value becomes.
    public var size: Int

    public init(thresholds: UnsafePointer<Float>, size: Int) {
        self.thresholds = thresholds
        self.size = size
    }
}

/// y = (x − center) · factor + offset.
public struct AffineMap: Sendable {
    /// Taken off first.
    public var center: Float
    /// Then multiplied.
    public var factor: Float
    /// Then added.
    public var offset: Float

    public init(center: Float, factor: Float, offset: Float) {
        self.center = center
        self.factor = factor
        self.offset = offset
    }
}

/// y = factor · (a − shift − (x − center) · slope): the gradient of a normalised row.
public struct NormalizationGradient: Sendable {
    /// Scale of everything.
    public var factor: Float
    /// Mean gradient.
    public var shift: Float
    /// Mean of the row.
    public var center: Float
    /// Share of the row's deviation that is taken off.
    public var slope: Float

    public init(factor: Float, shift: Float, center: Float, slope: Float) {
        self.factor = factor
        self.shift = shift
        self.center = center
        self.slope = slope
    }
}
