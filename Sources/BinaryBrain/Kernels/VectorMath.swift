/// Short element-wise loops over rows of numbers.
enum VectorMath {
    /// target[i] += source[i].
    static func add(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int) {
        for i in 0..<count { target[i] += source[i] }
    }
}
