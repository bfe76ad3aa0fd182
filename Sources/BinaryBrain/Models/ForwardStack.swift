/// What forwards that train have left for their backwards; the newest comes off first.
struct ForwardStack<Record> {
    private var records: [Record] = []

    /// Keeps a record until its backward.
    mutating func push(_ record: Record) { records.append(record) }

    /// The record of the newest forward that no backward has matched.
    mutating func pop(for layer: String) throws -> Record {
        guard let record = records.popLast() else {
            throw BrainError.noForwardLeft(for: layer)
        }
        return record
    }

    /// Forgets all forwards.
    mutating func removeAll() { records.removeAll(keepingCapacity: true) }
}

extension BrainError {
    /// A backward that no forward belongs to.
    static func noForwardLeft(for layer: String) -> BrainError {
        BrainError(
            .usage, what: "backward of \(layer)", why: "no forward(train: true) is left to match",
            remedy: "call forward(_:train: true) first, once for each backward")
    }
}
