import BinaryBrain

/// Of a run that is only looked at: who trains it, and whether it still goes on.
public struct WatchedSnapshot: Sendable, Equatable {
    /// How it stands with the run.
    public var state: RunCondition
    /// Who trains or trained it; nil if that is not known yet.
    public var owner: RunOwner?
    /// The mini-batch whose net layers and samples show; nil before there is one.
    public var netStep: Int?

    /// What is known.
    public init(state: RunCondition, owner: RunOwner? = nil, netStep: Int? = nil) {
        self.state = state
        self.owner = owner
        self.netStep = netStep
    }
}

extension RunOwner {
    /// Whether a signal from here reaches it.
    public var canBeSignalled: Bool {
        sharesKernel && namespace == Self.current(isLocking: false).namespace && !hasEnded
    }
}
