import BinaryBrain
import Datasets

/// Random pixels.
enum SampleSetOfNoise {
    static func make(shape: Shape, count: Int, _ random: inout MersenneTwister64) throws -> SampleSet {
        try SampleSet(
            shape: shape, values: .pixels((0..<count * shape.count).map { _ in UInt8(random.next() & 255) }),
            name: "noise")
    }
}
