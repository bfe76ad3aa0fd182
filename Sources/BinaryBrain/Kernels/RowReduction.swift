/// Sums over one row of numbers, in eight interleaved partial sums: fast, and more exact than one running sum.
enum RowReduction {
    private static let width = 8

    @inline(__always)
    private static func sum(
        count: Int, _ vector: (Int) -> SIMD8<Float>, _ scalar: (Int) -> Float
    ) -> Float {
        var partial = SIMD8<Float>.zero
        var index = 0
        while index + width <= count {
            partial += vector(index)
            index += width
        }
        var total = partial.sum()
        while index < count {
            total += scalar(index)
            index += 1
        }
        return total
    }

    @inline(__always)
    private static func load(_ x: UnsafePointer<Float>, _ index: Int) -> SIMD8<Float> {
        UnsafeRawPointer(x + index).loadUnaligned(as: SIMD8<Float>.self)
    }

    /// Σ x.
    static func sum(_ x: UnsafePointer<Float>, count: Int) -> Float {
        sum(count: count, { load(x, $0) }, { x[$0] })
    }

    /// Σ (x − center)².
    static func sumOfSquares(_ x: UnsafePointer<Float>, center: Float, count: Int) -> Float {
        sum(
            count: count,
            { index in
                let deviation = load(x, index) - center
                return deviation * deviation
            },
            { (x[$0] - center) * (x[$0] - center) })
    }

    /// Σ a (x − center).
    static func dot(_ a: UnsafePointer<Float>, _ x: UnsafePointer<Float>, center: Float, count: Int) -> Float {
        sum(count: count, { load(a, $0) * (load(x, $0) - center) }, { a[$0] * (x[$0] - center) })
    }
}
