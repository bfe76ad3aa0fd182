/// Fingerprints of an experiment at one moment: two trainings with the same ones are the same, bit for bit.
public struct StateDigest: Sendable, Hashable, Codable {
    /// SHA-256 of the net as its `.bb_net` file (what `bbwb convert` writes): every parameter, running statistic and wire.
    public var net: String
    /// SHA-256 of all else that decides how training continues: switches, random states, the optimizer's moments, the order of
    /// the samples, counters, the course.
    public var training: String
}
