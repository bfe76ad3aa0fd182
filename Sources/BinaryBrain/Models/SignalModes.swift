// A net can be run with bits between its layers, or with numbers. What "the net in binary mode" means is said here, once, for
// everything that measures, shows, extracts or proves a net in a mode.

extension Model {
    /// The layers that hand on numbers and could hand on bits: a net without any is in binary mode as it stands.
    ///
    /// Layers that hand on bits already do not count, whatever else their command `binary` would change (of AverageLut and
    /// MaxLut, how inputs are read). Nor does MicroMlpAffine, whose command clamps parameters, and StochasticLut, to which bits
    /// are 0 and 1 in real mode only.
    public var layersOfNumbers: [any Model] {
        leaves.filter { $0.isBinary == false && $0.card.binary == .signals }
    }

    /// Sends `binary true` to `layersOfNumbers`, and to no other layer: what hands on bits already stays the net that was trained.
    /// - Throws: `BrainError` if a layer refuses the command.
    public func switchToBinaryMode() throws {
        for layer in layersOfNumbers { try layer.sendCommand("binary true") }
    }

    /// Sends `binary false` to all layers that hand on bits and can hand on numbers.
    /// - Throws: `BrainError` if a layer refuses the command.
    public func switchToNumbers() throws {
        for layer in leaves where layer.isBinary == true && layer.card.binary != .parameters {
            try layer.sendCommand("binary false")
        }
    }
}

/// The switches and the random state of a net at one moment, so that it can be run in another mode and be itself again.
public struct SignalModes {
    private struct Entry {
        let model: any Model
        let isBinary: Bool?
        let binarizesInput: Bool?
        let state: [String: [UInt64]]
    }

    private let entries: [Entry]

    /// Remembers the present modes of a net.
    public init(of net: any Model) {
        entries = net.withDescendants.map {
            Entry(
                model: $0, isBinary: $0.children.isEmpty ? $0.isBinary : nil,
                binarizesInput: $0.binarizesInputs, state: $0.trainingState)
        }
    }

    /// Puts them back.
    /// - Throws: `BrainError` if a layer refuses the command.
    public func restore() throws {
        for entry in entries {
            let model = entry.model
            if let isBinary = entry.isBinary, model.isBinary != isBinary {
                try model.sendCommand(ModelCommand("binary", isBinary))
            }
            if let binarizesInput = entry.binarizesInput, model.binarizesInputs != binarizesInput {
                try model.sendCommand(ModelCommand("binarize_input", binarizesInput))
            }
            if !entry.state.isEmpty { model.trainingState = entry.state }
        }
    }
}
