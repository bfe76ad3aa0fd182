/// One of several models with the same output, changed by a command (manual §6.2.3.3), for distillation and transfer
/// learning: `switch_model NAME`.
///
/// Everything but `setInputShape`, which all models get, goes to the current model; commands, too. After a switch
/// `parameters` are those of the new model: give them to the optimizer.
public final class Switcher: Model {
    /// The models and the names that select them.
    public let models: [(key: String, model: any Model)]
    /// Instance name; not kept in files.
    public var name: String?
    private var index: Int
    private var stack = ForwardStack<any Model>()

    /// A switch at `initial`, or at the first model.
    /// - Throws: `BrainError` without models, for a name given twice, or for an initial name that is none of them.
    public convenience init(
        _ models: KeyValuePairs<String, any Model>, initialModel initial: String? = nil, name: String? = nil
    ) throws {
        try self.init(models.map { ($0.key, $0.value) }, initialModel: initial, name: name)
    }

    /// The same from names and models in a list.
    /// - Throws: `BrainError` without models, for a name given twice, or for an initial name that is none of them.
    public init(_ models: [(key: String, model: any Model)], initialModel initial: String? = nil, name: String? = nil)
        throws
    {
        self.models = models
        self.name = name
        guard let first = models.first?.key, Set(models.map(\.key)).count == models.count else {
            throw BrainError(
                .parameter, what: "Switcher", why: "it needs models with different names",
                remedy: "give at least one model, and no name twice")
        }
        index = 0
        try switchModel(to: initial ?? first)
    }

    /// The models of a file.
    init(restoring models: [(key: String, model: any Model)], current: Int) {
        self.models = models
        index = current
    }

    public var modelName: String { "Switcher" }
    public var objectName: String { "Switcher" }
    /// The name of the model in use.
    public var currentName: String { models[index].key }
    /// The model in use.
    public var currentModel: any Model { models[index].model }
    /// The model in use.
    public var children: [any Model] { [currentModel] }
    public var inputShape: Shape { currentModel.inputShape }
    public var outputShape: Shape { currentModel.outputShape }
    public var parameters: Variables { currentModel.parameters }
    public var gradients: Variables { currentModel.gradients }

    /// Chooses a model by name (manual `switch_model`), from the next forward on.
    /// - Throws: `BrainError` of kind `.command`, with the nearest name, if there is no such model.
    public func switchModel(to wanted: String) throws {
        guard let found = models.firstIndex(where: { $0.key == wanted }) else {
            throw BrainError(
                .command, what: "switch_model \(wanted)", why: "there is no such model",
                remedy: NearestName.remedy(for: wanted, among: models.map(\.key)))
        }
        index = found
    }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        let outputs = try models.map { try $0.model.setInputShape(shape) }
        if let other = outputs.firstIndex(where: { $0 != outputs[0] }) {
            throw BrainError(
                .shape, what: displayName,
                why: "'\(models[0].key)' outputs \(outputs[0]), '\(models[other].key)' outputs \(outputs[other])",
                remedy: "give all models the same output shape")
        }
        return outputs[index]
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        let y = try currentModel.forward(x, train: train)
        if train { stack.push(currentModel) }
        return y
    }

    /// The backward of the model that did the forward, whatever is current now.
    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        try stack.pop(for: displayName).backward(dy, needsInputGradient: needsInputGradient)
    }

    public var childrenInUseOrNot: [any Model] { models.map(\.model) }
    public var composition: Composition { .choice }
    public var series: [any Model] { currentModel.series }

    public func rebuilt(_ replace: (any Model) throws -> [any Model]) throws -> (any Model)? {
        let replaced = Switcher(
            restoring: try models.map { (key: $0.key, model: Self.inSeries(try replace($0.model))) }, current: index)
        replaced.name = name
        return replaced
    }

    public func clear() {
        stack.removeAll()
        for entry in models { entry.model.clear() }
    }

    /// The name, which files do not carry.
    public var trainingState: [String: [UInt64]] {
        get { nameState }
        set { nameState = newValue }
    }
}
