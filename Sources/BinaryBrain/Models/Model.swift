/// How the models inside another share its work.
public enum Composition: Sendable, Hashable {
    /// There are none, or they are parts of one layer.
    case whole
    /// Each gets what the one before hands on.
    case series
    /// One of several is in use.
    case choice
    /// Each gets the same, and what they hand on stands side by side.
    case branches
}

/// A layer or a net: the manual's Model (§5.2.1.1, §6.2.3.1) in Swift's spelling.
///
/// Layers hold state, so they are classes. A model belongs to one thread of control at a time. The order of calls is
/// `setInputShape`, then any number of `forward` / `backward` pairs; every `forward(train: true)` pushes what its
/// `backward` needs, so several forwards followed by as many backwards in reverse order are legal.
public protocol Model: AnyObject {
    /// What is known of its class.
    var card: LayerCard { get }
    /// Class name as commands address it, such as `DifferentiableLut6`.
    var modelName: String { get }
    /// Name in files, with the element types, such as `DifferentiableLut6_fp32_fp32`.
    var objectName: String { get }
    /// Instance name; nil if none was given.
    var name: String? { get set }

    /// Shape of one input frame; empty before `setInputShape`.
    var inputShape: Shape { get }
    /// Shape of one output frame; empty before `setInputShape`.
    var outputShape: Shape { get }

    /// Fixes the input shape, draws parameters, returns the output shape. A call with the same shape keeps everything.
    /// - Throws: `BrainError` if the layer cannot have this input shape, or its parameters do not fit into memory.
    @discardableResult
    func setInputShape(_ shape: Shape) throws -> Shape

    /// One batch through the layer: frames of `inputShape` in, as many of `outputShape` out (`frameCount(after:)` where a layer makes more or
    /// fewer of them). With `train` it keeps what `backward` needs.
    /// - Throws: `BrainError` if the input shape is not set, or x has another shape or an element type that the layer does not read.
    func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer

    /// Gradients of the last unmatched `forward(train: true)`: adds to `gradients`, returns ∂L/∂x as fp32.
    /// - Parameters:
    ///   - dy: ∂L/∂y, fp32, frames of `outputShape`.
    ///   - needsInputGradient: false lets a layer skip ∂L/∂x (the first layer of a net); it then returns nil.
    /// - Throws: `BrainError` if there is no unmatched `forward(train: true)`, or dy does not fit it.
    func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer?

    /// What an optimizer trains; empty while `parameter_lock` is on.
    var parameters: Variables { get }
    /// ∂L/∂parameters, one tensor for each of `parameters`; `backward` adds to them.
    var gradients: Variables { get }

    /// Where weight decay lets each of `parameters` go, one for each: 0 for a weight; nil for a parameter that does not decay.
    var decayTargets: [Float?] { get }

    /// The models inside, outermost first; empty for a leaf.
    var children: [any Model] { get }
    /// The models inside, those that are out of use at their places among the others.
    var childrenInUseOrNot: [any Model] { get }
    /// How the models inside share the work.
    var composition: Composition { get }
    /// The layers that the signal passes one after another, as far as a model does nothing but pass it on: those inside a chain, a
    /// model alone otherwise.
    var series: [any Model] { get }
    /// This model around others: `replace` is asked about each of the models inside that a net can be taken apart into. Several in
    /// place of one become a Sequential, or stand in its place in a Sequential. Nil for a model that is not taken apart.
    /// - Throws: what `replace` throws, and `BrainError` if what it returns cannot be inside this model.
    func rebuilt(_ replace: (any Model) throws -> [any Model]) throws -> (any Model)?

    /// Drops everything that unmatched forwards have pushed.
    func clear()

    /// Random state and switches that files of the original do not carry but a resumed training needs. What is set and cannot be
    /// a state of this model leaves it as it is, so that reading it again shows that it was refused. A switch that came to a
    /// class later is only there when it is not at its usual place: digests of older trainings stay what they are.
    var trainingState: [String: [UInt64]] { get set }

    /// The part of `trainingState` that forward and backward may change, in a form that setting it takes; all of it unless a layer
    /// says otherwise, because it is large and only an optimizer's business.
    var stateBeforeUpdate: [String: [UInt64]] { get }

    /// What puts back what `forward(train: true)` and `backward` change beside `stateBeforeUpdate` and the gradients, such as running
    /// statistics, and parameters that they clamp; nil if they change nothing more.
    func rememberForwardState() -> (() -> Void)?

    /// Appends the data of its object to a file, without the header: its level, its parent's and its members.
    /// - Throws: `BrainError` if it has nothing to write yet, or the format no place for it.
    func writeObjectData(to writer: inout ObjectWriter) throws

    /// Takes over what another layer has learned: parameters, running statistics, and wires where there are some.
    /// - Throws: `BrainError` unless that layer is of the same class and shapes.
    func takeOver(_ other: any Model) throws
    /// Running means and variances, of what is measured in training for use when it is not.
    var runningStatistics: [Tensor] { get }
    /// Whether signals are single bits; nil if this model has no such switch.
    var isBinary: Bool? { get }
    /// Whether the plain reference code runs instead of the vectorised kernels; nil if there is only one.
    var isHostOnly: Bool? { get }
    /// Whether it may run on the device in use; nil if devices have no kernel for it.
    var usesDevice: Bool? { get }
    /// Whether its last forward in training ran on a device.
    var ranOnDevice: Bool { get }
    /// LUTs this model becomes in hardware; nil if it becomes none.
    var lutCount: Int? { get }
    /// How it becomes hardware, or why it does not.
    var hardware: HardwareForm { get }
    /// How it makes bits of numbers, if the two levels are of its own choice and files do not carry them.
    var levelsBesideFiles: Binarization? { get }
    /// Whether inputs count as −1 or +1; nil if this model has no such switch.
    var binarizesInputs: Bool? { get }
    /// A setting that changes what the model is, for tables of layers; nil for none.
    var remark: String? { get }

    /// What stands in a file for the original in place of it, or that the original cannot read it, in a sentence; nil for a layer
    /// that the original knows.
    var noteForOriginal: String? { get }

    /// What it makes of the batch `x` that its maker will hardly have meant, and what to write instead; nil for nothing.
    func caution(given x: FrameBuffer) -> String?
    /// Whether no gradient ever flows below it.
    var blocksGradients: Bool { get }

    /// Frames that come out where `frames` come in.
    func frameCount(after frames: Int) -> Int
    /// Rows of numbers that a backward fills: the input gradient, and what that is added up from.
    func gradientRows(input: Shape, output: Shape) -> Int
    /// Whether what comes out is numbers, whatever goes in.
    var handsOnNumbersOnly: Bool { get }
}

extension Model {
    /// The instance name, or the class name if there is none (manual `get_name`).
    public var displayName: String { name ?? modelName }

    /// ∂L/∂x of the last forward.
    /// - Throws: what `backward(_:needsInputGradient:)` throws, and `BrainError` if no gradient flows below this model.
    @discardableResult
    public func backward(_ dy: FrameBuffer) throws -> FrameBuffer {
        guard let dx = try backward(dy, needsInputGradient: true) else {
            throw BrainError(
                .usage, what: "backward of \(displayName)", why: "no gradient flows below this layer",
                remedy: "switch backward_break off, or call backward(_:needsInputGradient: false)")
        }
        return dx
    }

    /// Sends a command string to this model and all inside it (manual `send_command`).
    /// - Parameter target: `all`, a class name with or without its input count, or an instance name.
    /// - Returns: how many models understood it; 0 means that nobody did.
    /// - Throws: `BrainError` of kind `.command` for a text that is not two words, or an argument that the verb does not take.
    @discardableResult
    public func sendCommand(_ text: String, to target: String = "all") throws -> Int {
        try sendCommand(ModelCommand(text), to: target)
    }

    /// Sends a command to this model and all inside it; see `sendCommand(_:to:)`.
    /// - Throws: `BrainError` of kind `.command` for an argument that the verb does not take.
    @discardableResult
    public func sendCommand(_ command: ModelCommand, to target: String = "all") throws -> Int {
        var understood = 0
        if answers(to: target), try handle(command) { understood += 1 }
        for child in children { understood += try child.sendCommand(command, to: target) }
        return understood
    }

    /// Applies a command to this model itself, as its card says; false if that does not know the verb.
    /// - Throws: `BrainError` of kind `.command` for an argument that the verb does not take; the model is as before.
    public func handle(_ command: ModelCommand) throws -> Bool {
        guard let known = card.commands.first(where: { $0.verb == command.verb }) else { return false }
        try known.apply(command, to: self)
        return true
    }

    /// Whether commands addressed to `target` are meant for this model; see `LayerAddress.answers`.
    public func answers(to target: String) -> Bool { address.answers(to: target) }

    /// This model and all inside it, outermost first.
    public var withDescendants: [any Model] { [self] + children.flatMap(\.withDescendants) }

    /// All layers: models without others inside, in order of the signal, branch after branch. A chain of no layers has none.
    public var leaves: [any Model] {
        children.isEmpty && composition == .whole ? [self] : children.flatMap(\.leaves)
    }

    /// For each of `leaves` the branch that it is in, as `branch 2`, or `branch 2.1` for one inside another; nil for none.
    public var branchesOfLeaves: [String?] { branches(of: "") }

    private func branches(of outer: String) -> [String?] {
        guard !children.isEmpty else { return leaves.map { _ in outer.isEmpty ? nil : "branch \(outer)" } }
        return children.enumerated().flatMap { index, child in
            let number = (outer.isEmpty ? "" : outer + ".") + String(index + 1)
            return child.branches(of: composition == .branches ? number : outer)
        }
    }

    /// A text picture of the model and, to `depth` levels (0: all), of those inside (manual `get_info`).
    public func info(depth: Int = 0, columns: Int = 70, nest: Int = 0) -> String {
        let indent = String(repeating: " ", count: nest * 2)
        let rule = indent + String(repeating: "-", count: max(0, columns - nest * 2))
        var lines = [rule, "\(indent)[\(displayName)] \(name == nil ? "" : modelName)".trimmingTrailingSpaces]
        lines.append("\(indent)  input \(inputShape)  output \(outputShape)")
        if children.isEmpty {
            if parameters.elementCount > 0 { lines.append("\(indent)  parameters \(parameters.elementCount)") }
            if let luts = lutCount { lines.append("\(indent)  LUTs \(luts)") }
            if let binary = isBinary { lines.append("\(indent)  binary \(binary)") }
        }
        if depth != 1 {
            for child in children {
                lines.append(child.info(depth: max(0, depth - 1), columns: columns, nest: nest + 1))
            }
        }
        if nest == 0 { lines.append(rule) }
        return lines.joined(separator: "\n")
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
