/// What a layer is about to allocate for its parameters and wires.
///
/// Each layer that draws parameters says so first, with `isOnlyPlanned`. While a net is planned (`MemoryPlan`) that is noted,
/// and nothing is drawn; otherwise what no machine could hold is refused.
struct ParameterClaim {
    /// Numbers that are trained.
    var parameters = 0
    /// Bytes of all else that is kept: wires, tables, running statistics.
    var tables = 0

    /// Bytes that a wire takes while a layer is wired.
    private static let wireBytes = 12

    /// A claim for `parameters` numbers, `wires` inputs of nodes, and so many other bytes.
    init(parameters: Int = 0, wires: Int = 0, bytes: Int = 0) {
        self.parameters = parameters
        tables = wires * Self.wireBytes + bytes
    }

    /// Whether the layer is only planned, and must not draw anything.
    /// - Throws: `BrainError` if its parameters, gradients and tables do not fit the memory.
    func isOnlyPlanned(for layer: any Model, input: Shape, output: Shape) throws -> Bool {
        if let plan = MemoryPlan.current {
            plan.note(self, layer, input: input, output: output)
            return true
        }
        try MemoryBudget.require(
            parameters * 8 + tables, for: layer.displayName, remedy: "choose smaller shapes")
        return false
    }
}

/// Collects what the layers of a net would take.
final class MemoryPlan: @unchecked Sendable {
    /// The plan that layers of the running task are added to, if any.
    @TaskLocal static var current: MemoryPlan?

    /// A layer that has only been planned.
    struct Entry {
        let claim: ParameterClaim
        let input: Shape
        let output: Shape
    }

    private(set) var entries: [ObjectIdentifier: Entry] = [:]

    func note(_ claim: ParameterClaim, _ layer: any Model, input: Shape, output: Shape) {
        entries[ObjectIdentifier(layer)] = Entry(claim: claim, input: input, output: output)
    }
}
