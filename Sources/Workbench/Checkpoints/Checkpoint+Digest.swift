import Datasets

extension Checkpoint {
    /// The fingerprints of what this checkpoint holds.
    var digest: StateDigest {
        var training: [UInt8] = []
        for section in ["progress", "models", "optimize", "order"] { training += sectionBytes(section) }
        if !course.state.isEmpty { training += sectionBytes("course") }
        return StateDigest(net: SHA256Digest.hex(of: net), training: SHA256Digest.hex(of: training))
    }
}
