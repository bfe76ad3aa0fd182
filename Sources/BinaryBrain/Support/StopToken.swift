import Synchronization

/// Asks for the end of work that takes long, from any thread.
///
/// Work that may be cut short runs `within` a token. From the request on its data-parallel loops do nothing, so that what they
/// compute is worthless, and the next `check`, between two layers or before anything is updated, throws. Whoever catches that puts
/// back what the work had changed already.
public final class StopToken: Sendable {
    /// The token of the work that this thread does; nil if it is to be finished in any case.
    @TaskLocal static var current: StopToken?

    private let made = Atomic<Bool>(false)
    /// Checks until it asks for the end by itself; 0 if it never does.
    private let checksLeft: Atomic<Int>

    /// Nothing is asked for yet.
    public convenience init() { self.init(afterChecks: 0) }

    /// Asks for the end at the check of this number, from 1, so that a test can be stopped at each.
    init(afterChecks count: Int) { checksLeft = Atomic(count) }

    /// Whether the end was asked for.
    public var isMade: Bool { made.load(ordering: .relaxed) }

    /// Asks for the end.
    public func make() { made.store(true, ordering: .relaxed) }

    /// Takes the request back: work goes on, or begins anew.
    public func clear() { made.store(false, ordering: .relaxed) }

    /// Runs `body`, which may be cut short; it throws `WorkStopped` then.
    public func within<Result>(_ body: () throws -> Result) rethrows -> Result {
        try Self.$current.withValue(self, operation: body)
    }

    /// Runs `body`, which must be finished: what is half updated cannot be put back.
    static func withoutStopping<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard current != nil else { return try body() }
        return try $current.withValue(nil, operation: body)
    }

    /// Throws if the work of this thread is to end.
    public static func check() throws {
        guard let current else { return }
        if current.checksLeft.load(ordering: .relaxed) > 0,
            current.checksLeft.subtract(1, ordering: .relaxed).newValue == 0
        {
            current.make()
        }
        if current.isMade { throw WorkStopped() }
    }
}

/// Work that was cut short because its `StopToken` asked for it.
public struct WorkStopped: Error {
    /// The error.
    public init() {}
}
