import Synchronization

/// Counts the work that is done within it, so that someone else can show how far a long mini-batch has come.
///
/// A unit is about a multiply-add: frames × nodes × the size of a node's sum. Which kernels run changes the time of a unit, not the
/// number of units, so that a mini-batch of the same net and the same frames always has the same.
public final class WorkMeter: Sendable {
    /// The meter of the present thread's work; nil for work that nobody watches.
    @TaskLocal static var current: WorkMeter?

    private let count = Atomic<Int>(0)

    /// A meter at 0.
    public init() {}

    /// Units done so far, by any thread.
    public var units: Int { count.load(ordering: .relaxed) }

    /// Runs `body`, whose work, on this thread and on those that help it, is counted here.
    public func within<Result>(_ body: () throws -> Result) rethrows -> Result {
        try Self.$current.withValue(self, operation: body)
    }

    func add(_ units: Int) { count.wrappingAdd(units, ordering: .relaxed) }
}
