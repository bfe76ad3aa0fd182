import BinaryBrain
import Datasets
import Export
import Foundation
import Netlist

/// What a trained net answers in its forms and what it costs as a circuit, kept beside its run so that it is measured once.
public struct NetMeasurement: KeptMeasurement, Sendable, Hashable {
    /// Its file's name in the run's folder.
    public static let fileName = "measured.json"

    /// The circuit from pixels to the answer.
    public struct Cost: Sendable, Hashable, Codable {
        /// LUTs of the net: simplified, or of a net that streams those of its windows as trained.
        public var nodes: Int
        /// LUTs that turn pixels into bits, by formula.
        public var encoder: Int
        /// LUTs that count and choose the class, by formula.
        public var head: Int
        /// Clock cycles an image.
        public var cycles: Int
        /// Whether pixels stream through windows, one a clock.
        public var streams: Bool

        /// All LUTs.
        public var total: Int { nodes + encoder + head }
    }

    /// Mini-batches trained.
    public var step: Int
    /// Test images.
    public var images: Int
    /// Metric on the test set by form: `stored`, and as far as the net has them `binary`, `netlist`, `float`.
    public var metrics: [String: Double]
    /// Test images that the netlist answers otherwise than the net in binary mode; nil without a netlist.
    public var defects: Int?
    /// LUTs as trained.
    public var luts: Int
    /// Nil for a net that has no netlist.
    public var cost: Cost?

    /// Measures a saved net on its experiment's test set.
    /// - Parameter isHeldOut: leaves the test set alone, and only counts.
    /// - Throws: `BrainError` if the data set cannot be loaded or does not fit the net.
    public init(of model: SavedModel, loadDataset: (String) throws -> Dataset, isHeldOut: Bool) throws {
        guard let spec = model.spec else { preconditionFailure("a run's checkpoint has its experiment") }
        step = model.step ?? 0
        luts = NetSummary(of: model.net).lutCount
        metrics = [:]
        images = 0
        if !isHeldOut {
            let forms = try model.compareForms(on: loadDataset(spec.data))
            images = forms.imageCount
            for figures in forms.figures { metrics[figures.form.rawValue] = figures.metric }
            defects = forms.netlistDefects
        }
        cost = (try? Netlist(extracting: model.net)).map { Cost($0, of: model.net) }
        // No class is chosen, and what is counted is the answer itself.
        if spec.target == .input { cost?.head = 0 }
    }
}

extension NetMeasurement.Cost {
    /// The cost of a net as a netlist.
    init(_ netlist: Netlist, of net: any Model) {
        let simple = netlist.simplified()
        let count = HardwareCount(simple)
        let lutCount = NetSummary(of: net).lutCount
        streams = net.leaves.contains { $0.hardware.isLowering }
        nodes = streams ? lutCount : count.nodes
        head = count.head
        let shape = netlist.encoding.shape
        let positions = shape.rank == 3 ? shape[1] * shape[2] : 1
        // A stream compares the pixels of one place at a time.
        encoder = streams ? (count.encoder + positions - 1) / positions : count.encoder
        cycles = count.cycles * (streams ? positions : 1)
    }
}
