/// The last events, oldest first.
struct EventLog {
    private static let capacity = 200
    private(set) var events: [SessionEvent] = []

    mutating func append(_ event: SessionEvent) {
        if events.count == Self.capacity { events.removeFirst() }
        events.append(event)
    }
}
