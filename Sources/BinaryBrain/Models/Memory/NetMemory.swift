/// The memory that a net takes in training, estimated from its shapes before anything of it is built.
///
/// Activations are what a mini-batch leaves in the layers between its forward and its backward. The estimate is within a half
/// of what is allocated; it counts neither the data set nor the program itself.
public struct NetMemory: Sendable, Hashable {
    /// Bytes of the trained numbers.
    public private(set) var parameters = 0
    /// Bytes of their gradients.
    public private(set) var gradients = 0
    /// Bytes of what the optimizer keeps for each of them.
    public private(set) var moments = 0
    /// Bytes of wires, tables and running statistics.
    public private(set) var tables = 0
    /// Bytes of the signals and their gradients.
    public private(set) var activations = 0

    /// All of it, in bytes.
    public var total: Int { parameters + gradients + moments + tables + activations }

    /// How a net is used.
    public struct Use: Sendable {
        /// Images a batch.
        public var images: Int
        /// Numbers that the optimizer keeps for each parameter.
        public var momentsPerParameter: Int
        /// Whether there is a backward.
        public var isTraining: Bool
        /// Frames that an image becomes, where the net has a `BinaryModulation` around it; nil for what that says.
        public var modulation: Int?

        /// Batches of so many images.
        public init(images: Int, momentsPerParameter: Int = 0, isTraining: Bool, modulation: Int? = nil) {
            self.images = images
            self.momentsPerParameter = momentsPerParameter
            self.isTraining = isTraining
            self.modulation = modulation
        }
    }

    /// What a net of these layers would take. The layers are made but hold nothing: `make` returns them after it has set their
    /// shapes, which draws no parameters here. They must not be used for anything else.
    /// - Throws: What `make` throws.
    public init(planning use: Use, _ make: () throws -> any Model) throws {
        let plan = MemoryPlan()
        let net = try MemoryPlan.$current.withValue(plan, operation: make)
        self.init(net, plan, use)
    }

    /// What a net whose shapes are set takes.
    public init(of net: any Model, _ use: Use) { self.init(net, MemoryPlan(), use) }

    private init(_ net: any Model, _ plan: MemoryPlan, _ use: Use) {
        let around = net.modulation
        let modulation =
            use.modulation
            ?? around.map { use.isTraining ? $0.trainingModulationSize : $0.inferenceModulationSize } ?? 1
        var frames = use.images
        let regrows = net.leaves.contains {
            $0.learnedLut.flatMap { $0.wires?.settings ?? $0.learnableConnection }.map { $0.regrow > 0 } ?? false
        }
        if use.isTraining, regrows { frames = max(frames, Self.regrowthImages(framesPerImage: modulation)) }
        add(net, plan, Passing(frames: frames), isTraining: use.isTraining) { leaf, frames in
            if leaf === around?.realToBinary { return frames * modulation }
            if leaf === around?.binaryToReal { return frames / max(1, modulation) }
            return leaf.frameCount(after: frames)
        }
        if use.isTraining {
            gradients = parameters
            moments = parameters * use.momentsPerParameter
        }
    }

    /// What passes between two layers.
    private struct Passing {
        var frames: Int
        var isPacked = false
        /// Whether no layer with parameters has been passed: no gradient is wanted here.
        var isBelowParameters = true
    }

    /// Adds what all layers of a net take.
    private mutating func add(
        _ net: any Model, _ plan: MemoryPlan, _ start: Passing, isTraining: Bool,
        framesAfter: (any Model, Int) -> Int
    ) {
        _ = net.following(start) { leaf, before in
            let entry = plan.entries[ObjectIdentifier(leaf)]
            let numbers = entry?.claim.parameters ?? leaf.parameters.elementCount
            parameters += numbers * 4
            tables += entry?.claim.tables ?? 0
            let input = entry?.input ?? leaf.inputShape
            let output = entry?.output ?? leaf.outputShape
            var after = before
            after.frames = framesAfter(leaf, before.frames)
            // What has no switch and no parameters, such as a pooling, leaves bits as they are.
            after.isPacked = leaf.handsOnNumbersOnly ? false : leaf.isBinary ?? (before.isPacked && numbers == 0)
            addSignal(after, nodes: output.count)
            if isTraining, !before.isBelowParameters {
                addGradient(before, nodes: leaf.gradientRows(input: input, output: output))
            }
            if numbers > 0 { after.isBelowParameters = false }
            return after
        } parallel: { model, outputs in
            guard var joined = outputs.first, model.composition == .branches else { return outputs.first ?? start }
            joined.isPacked = outputs.allSatisfy(\.isPacked)
            joined.isBelowParameters = outputs.allSatisfy(\.isBelowParameters)
            addSignal(joined, nodes: model.outputShape.count)
            if isTraining, !joined.isBelowParameters {
                // A gradient a branch, and the sum of what they hand down.
                addGradient(joined, nodes: model.outputShape.count + model.inputShape.count)
            }
            return joined
        }
    }

    private mutating func addSignal(_ signal: Passing, nodes: Int) {
        activations += FrameBuffer.rowBytes(signal.isPacked ? .bit : .fp32, frameCount: signal.frames) * nodes
    }

    private mutating func addGradient(_ signal: Passing, nodes: Int) {
        activations += FrameBuffer.rowBytes(.fp32, frameCount: signal.frames) * nodes
    }

    /// Images that a regrowth of wires looks at, if the data set has as many and a mini-batch is no larger.
    public static func regrowthImages(framesPerImage: Int) -> Int {
        max(1, LearnableConnection.regrowthFrames / framesPerImage)
    }

    /// Throws, with the figures, if this machine has not that much memory.
    public func requireFits(_ what: String, remedy: String) throws {
        try MemoryBudget.require(total, for: what, remedy: remedy)
    }

    /// `parameters 1.5 MB, gradients 1.5 MB, moments 3.0 MB, tables 0.1 MB, activations 20 MB: 26 MB`.
    public var description: String {
        let parts = [
            ("parameters", parameters), ("gradients", gradients), ("moments", moments), ("tables", tables),
            ("activations", activations),
        ]
        return parts.map { "\($0.0) \(MemoryBudget.text($0.1))" }.joined(separator: ", ")
            + ": \(MemoryBudget.text(total))"
    }
}
