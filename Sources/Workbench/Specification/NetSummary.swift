import BinaryBrain
import Datasets

/// A net as a table: its layers, their shapes, and what they cost.
public struct NetSummary {
    private let layers: [any Model]
    /// The branch that each is in.
    private let branches: [String?]
    /// What training takes, as far as it is known how it is trained.
    private let memory: NetMemory?
    /// What the training samples of an experiment stand for; nil for a net alone.
    public var sampleRange: SampleRange?

    /// The layers of a net whose input shape is set.
    public init(of net: any Model) { self.init(net, memory: nil) }

    private init(_ net: any Model, memory: NetMemory?) {
        layers = net.leaves
        branches = net.branchesOfLeaves
        self.memory = memory
    }

    /// The layers of an experiment's net at step 0.
    /// - Throws: `BrainError` if the data cannot be loaded, or the net not be built.
    public init(of spec: ExperimentSpec) throws {
        let data = try spec.data(of: spec.loadUnsplitDataset())
        let net = try spec.makeNet(input: data.inputShape, output: data.targetShape)
        self.init(net, memory: try spec.memory(input: data.inputShape, output: data.targetShape))
        sampleRange = data.sampleRange
    }

    /// What training takes of memory, in a line; nil for a net alone.
    public var memoryLine: String? { memory.map { "memory: \($0.description)" } }

    /// LUTs of all layers.
    public var lutCount: Int { layers.reduce(0) { $0 + ($1.lutCount ?? 0) } }
    /// Trainable numbers of all layers.
    public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameters.elementCount } }

    /// A shape; that of a layer alone whose file carries none is open.
    private static func text(_ shape: Shape) -> String { shape.rank == 0 ? "any" : shape.description }

    /// Class and name, the branch, and the setting that changes what the layer is, if there is one.
    private func label(of index: Int) -> String {
        let layer = layers[index]
        let name = layer.name.map { "\(layer.modelName) \($0)" } ?? layer.modelName
        let remarks = [branches[index], layer.remark].compactMap { $0 }
        return remarks.isEmpty ? name : "\(name) (\(remarks.joined(separator: ", ")))"
    }

    /// The table, a line a layer, with a heading and the sums.
    public var lines: [String] {
        let heading = ["", "layer", "input", "output", "parameters", "LUTs"]
        let rows = layers.enumerated().map { index, layer in
            [
                String(index), label(of: index),
                Self.text(layer.inputShape), Self.text(layer.outputShape),
                layer.parameters.elementCount > 0 ? String(layer.parameters.elementCount) : "",
                layer.lutCount.map(String.init) ?? "",
            ]
        }
        let sums = ["", "total", "", "", String(parameterCount), String(lutCount)]
        let table = [heading] + rows + [sums]
        let widths = heading.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        return table.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let space = String(repeating: " ", count: widths[column] - cell.count)
                // Numbers stand right, words left.
                line += (column == 0 || column > 3 ? space + cell : cell + space) + "  "
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

extension NetSummary: Encodable {
    private enum CodingKeys: String, CodingKey { case layers, parameters, luts, memory, samples }

    private struct Row: Encodable {
        var `class`: String
        var name: String?
        var remark: String?
        var input: [Int]
        var output: [Int]
        var parameters: Int
        var luts: Int?
    }

    /// `{"layers":[{"class":"DifferentiableLut6",…}],"luts":…,"parameters":…}`; a shape that is open is empty.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let rows = layers.map { layer in
            Row(
                class: layer.modelName, name: layer.name, remark: layer.remark, input: layer.inputShape.dimensions,
                output: layer.outputShape.dimensions, parameters: layer.parameters.elementCount, luts: layer.lutCount)
        }
        try container.encode(rows, forKey: .layers)
        try container.encode(parameterCount, forKey: .parameters)
        try container.encode(lutCount, forKey: .luts)
        try container.encodeIfPresent(memory?.description, forKey: .memory)
        try container.encodeIfPresent(sampleRange.map { "\($0)" }, forKey: .samples)
    }
}
