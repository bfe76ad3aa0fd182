/// How a layer of LUTs comes to its wires: a rule draws them, or draws the candidates of wires that learn.
public struct WireChoice: Sendable, Hashable {
    /// Draws the wires, and the candidates of wires that learn.
    public var rule: ConnectionRule
    /// How wires learn; nil where they stay as drawn.
    public var learnable: LearnableConnection.Settings?

    /// Wires of a rule.
    public init(rule: ConnectionRule = .random, learnable: LearnableConnection.Settings? = nil) {
        self.rule = rule
        self.learnable = learnable
    }
}
