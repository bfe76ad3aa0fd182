// What most layers answer: no children, no parameters, no switches, and nothing that a net must know of them.

extension Model {
    /// That of the card.
    public var modelName: String { card.name }
    /// The class name: no element types.
    public var objectName: String { modelName }
    /// No instance inside.
    public var children: [any Model] { [] }
    /// Nothing to train.
    public var parameters: Variables { Variables() }
    /// Nothing to train.
    public var gradients: Variables { Variables() }
    /// All are weights.
    public var decayTargets: [Float?] { parameters.tensors.map { _ in 0 } }
    /// Nothing kept.
    public func clear() {}
    /// Nothing beyond the file format.
    public var trainingState: [String: [UInt64]] {
        get { [:] }
        set {}
    }
    /// All of `trainingState`.
    public var stateBeforeUpdate: [String: [UInt64]] { trainingState }
    /// Nothing to put back.
    public func rememberForwardState() -> (() -> Void)? { nil }
    /// No switch.
    public var isBinary: Bool? { nil }
    /// One code path.
    public var isHostOnly: Bool? { nil }
    public var usesDevice: Bool? { nil }
    public var ranOnDevice: Bool { false }
    /// No LUTs.
    public var lutCount: Int? { nil }
    /// All are in use.
    public var childrenInUseOrNot: [any Model] { children }
    /// One layer.
    public var composition: Composition { .whole }
    /// Itself alone.
    public var series: [any Model] { [self] }
    /// Not taken apart.
    public func rebuilt(_ replace: (any Model) throws -> [any Model]) throws -> (any Model)? { nil }
    /// The format has no place for it.
    public func writeObjectData(to writer: inout ObjectWriter) throws {
        throw BrainError(
            .format, what: "writing \(displayName)", why: "the .bb_net format has no form for a \(modelName)",
            remedy: "use a net of the classes \(LayerRegistry.classNames.joined(separator: ", "))")
    }
    /// Nothing is measured.
    public var runningStatistics: [Tensor] { [] }
    /// No such switch.
    public var binarizesInputs: Bool? { nil }
    /// No levels of its own.
    public var levelsBesideFiles: Binarization? { nil }
    /// No remark.
    public var remark: String? { nil }
    /// The original knows it.
    public var noteForOriginal: String? { nil }
    /// No caution.
    public func caution(given x: FrameBuffer) -> String? { nil }
    /// Gradients flow.
    public var blocksGradients: Bool { false }
    /// As many as come in.
    public func frameCount(after frames: Int) -> Int { frames }
    /// One row per input.
    public func gradientRows(input: Shape, output: Shape) -> Int { input.count }
    /// Bits may come out.
    public var handsOnNumbersOnly: Bool { false }
}
