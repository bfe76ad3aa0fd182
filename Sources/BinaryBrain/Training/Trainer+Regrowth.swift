/// Layers whose wires are to give candidates up for better inputs, and the batch by whose gradients they do so.
public struct WireRegrowth {
    let layers: [LearnedLut]
    /// The batch.
    public let input: FrameBuffer
    /// Its target.
    public let target: FrameBuffer

    /// A regrowth; layers whose wires cannot regrow take no part.
    public init(of layers: [LearnedLut], input: FrameBuffer, target: FrameBuffer) {
        self.layers = layers.filter { $0.wires?.canRegrow == true }
        self.input = input
        self.target = target
    }
}

extension Trainer {
    /// Lets wires give candidates up by the gradients of one batch. Nothing that is trained changes but the scores of the
    /// newcomers; running statistics see the batch as any other. Until the next update it can be taken back.
    func regrow(_ regrowth: WireRegrowth) throws {
        let y = try net.forward(regrowth.input, train: true)
        try StopToken.check()
        loss.clear()
        let dy = try loss.calculate(y, target: regrowth.target)
        guard loss.loss.isFinite else { return net.clear() }
        for layer in regrowth.layers { layer.regrowsWires = true }
        defer { for layer in regrowth.layers { layer.regrowsWires = false } }
        _ = try net.backward(dy, needsInputGradient: false)
        try StopToken.check()
        // The other layers have added the gradients of a batch that is not to train them.
        optimizer.zeroGrad()
    }

    /// The update that follows begins anew with the newcomers.
    func forgetReplaced(_ regrowth: WireRegrowth) {
        for layer in regrowth.layers {
            guard let wires = layer.wires else { continue }
            optimizer.forget(
                layer.keepRegrowth(), of: wires.scores, keepsScale: wires.settings.newcomers == .patient)
        }
    }
}
