import BinaryBrain
import Datasets
import Foundation

/// The golden vectors: arrays that the original produced, in Tests/BinaryBrainTests/Golden.
public enum Golden {
    /// The directory, found from this source file, so that every test target can use it.
    public static let directory = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("BinaryBrainTests/Golden").path

    /// The arrays of one vector, such as `difflut6_binary1`, by name.
    public static func arrays(_ vector: String) throws -> [String: NumpyArray] {
        try NumpyArchive.arrays(contentsOf: path("\(vector).npz"))
    }

    /// The path of one file of the directory, such as `ser_relu.bb_net`.
    public static func path(_ file: String) -> String { "\(directory)/\(file)" }

    /// The largest absolute deviation of `actual` from `expected`, relative to the largest magnitude in `expected` (absolute if
    /// that is zero). Infinite if the counts differ or either side holds a NaN where the other does not.
    ///
    /// The result is kept under `name` (`vector/array`) for the count that is printed when the tests end.
    public static func deviation(of actual: [Float], from expected: [Float], name: String) -> Float {
        let result = relativeDeviation(of: actual, from: expected)
        GoldenSummary.shared.record(result, name: name)
        return result
    }

    /// Whether a model file came out as it was read; kept for the report.
    public static func isSame(_ written: Data, as original: Data, file: String) -> Bool {
        GoldenSummary.shared.record(isSame: written == original, file: file)
        return written == original
    }

    /// Keeps which versions of which levels a model file holds, for the report.
    public static func record(versions: [String: Set<Int>], objects: Set<String>, file: String) {
        GoldenSummary.shared.record(versions: versions, objects: objects, file: file)
    }

    /// The same for an array of a vector.
    public static func deviation(of actual: [Float], from expected: NumpyArray, name: String) -> Float {
        deviation(of: actual, from: expected.floats, name: name)
    }

    /// The same for a frame buffer against an array whose axis 0 counts frames.
    public static func deviation(of actual: FrameBuffer, from expected: NumpyArray, name: String) -> Float {
        deviation(of: actual.frameMajorValues(), from: expected.floats, name: name)
    }

    static func relativeDeviation(of actual: [Float], from expected: [Float]) -> Float {
        guard actual.count == expected.count else { return .infinity }
        var largest: Float = 0
        var scale: Float = 0
        for (a, e) in zip(actual, expected) where !(a.isNaN && e.isNaN) && a != e {
            largest = a.isNaN || e.isNaN ? .infinity : max(largest, abs(a - e))
        }
        for e in expected where e.isFinite { scale = max(scale, abs(e)) }
        return scale > 0 ? largest / scale : largest
    }
}

extension NumpyArray {
    /// A frame buffer of these values; axis 0 counts frames, the others are the frame's shape.
    public func frameBuffer(dtype: DType = .fp32) -> FrameBuffer {
        let frameShape = shape.count > 1 ? Array(shape.dropFirst()) : [1]
        return FrameBuffer(frameMajor: floats, shape: Shape(frameShape), dtype: dtype)
    }

    /// The one value of a scalar or one-element array.
    public var scalar: Double {
        precondition(count == 1, "an array of shape \(shape) is no scalar")
        return doubles[0]
    }
}
