import BinaryBrain
import Netlist

/// What a trained net costs as a circuit, kept beside its run so that it is counted once. No sample is looked at for it.
public struct NetCost: KeptMeasurement, Sendable, Hashable {
    /// Its file's name in the run's folder.
    public static let fileName = "cost.json"

    /// Mini-batches trained.
    public var step: Int
    /// LUTs as trained.
    public var luts: Int
    /// Nil for a net that has no netlist.
    public var cost: NetMeasurement.Cost?

    /// Counts a saved net.
    public init(of model: SavedModel) {
        step = model.step ?? 0
        luts = NetSummary(of: model.net).lutCount
        cost = (try? Netlist(extracting: model.net)).map { NetMeasurement.Cost($0, of: model.net) }
        if model.spec?.target == .input { cost?.head = 0 }
    }

    /// What a run's last net costs: as kept, or counted and kept now; nil if its checkpoints are gone.
    /// - Throws: `BrainError` if the net cannot be read, or the count not be written.
    public static func ofLastNet(of run: RunDirectory, step: Int) throws -> NetCost? {
        if let kept = NetCost(keptIn: run, step: step) { return kept }
        guard let checkpoint = run.newestCheckpoint() else { return nil }
        let counted = NetCost(of: try SavedModel(contentsOf: checkpoint))
        // In a folder that cannot be written it is counted again next time.
        try? counted.keep(in: run)
        return counted
    }
}

extension NetCost {
    /// A cost that is known.
    init(step: Int, luts: Int, cost: NetMeasurement.Cost?) { (self.step, self.luts, self.cost) = (step, luts, cost) }
}
