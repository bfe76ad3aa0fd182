import BinaryBrain

extension Model {
    /// Runs `body` and hands every output of a layer in series in it to `record`. Convolutions have sequences of their own
    /// inside, so all sequences are asked.
    func observingOutputs<Result>(
        _ record: @escaping (any Model, FrameBuffer) -> Void, during body: () throws -> Result
    ) rethrows -> Result {
        let sequences = withDescendants.compactMap(\.sequence)
        for sequence in sequences { sequence.outputObserver = record }
        defer { for sequence in sequences { sequence.outputObserver = nil } }
        return try body()
    }
}
