/// Candidate inputs of the wires of a LUT layer, and where the gradients of their scores go.
///
/// With g_w[f] the gradient of ∂L/∂x that wire w (node i, slot j) hands to its input in frame f, candidate c of w gets
///
///     ∂L/∂s[w][c] += 2 Σ_f g_w[f] · (x_c[f] − x̄_c)        x̄_c: the share of frames in which x_c is 1
///
/// as if the wire read that candidate; what an input adds that is always the same is not its merit, but the table's.
public struct LutWires: @unchecked Sendable {
    /// Input of each candidate, `[nodes, N, count]`; nil: every input of the layer, in order.
    public var candidates: UnsafePointer<Int32>?
    /// Candidates of a wire.
    public var count: Int
    /// ∂L/∂s, `[nodes, N, count]` from `firstNode` on; added to.
    public var gradients: UnsafeMutablePointer<Float>
    /// The node that `gradients` begins with.
    public var firstNode: Int

    public init(
        candidates: UnsafePointer<Int32>?, count: Int, gradients: UnsafeMutablePointer<Float>, firstNode: Int = 0
    ) {
        self.candidates = candidates
        self.count = count
        self.gradients = gradients
        self.firstNode = firstNode
    }
}
