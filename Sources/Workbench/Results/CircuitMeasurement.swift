import BinaryBrain
import Datasets
import Export
import Foundation

/// What the tools of hardware make of a trained net: exported with all that is around its LUTs, proved, mapped, placed and routed.
public struct CircuitMeasurement: KeptMeasurement, Sendable, Hashable {
    /// Its file's name in the run's folder.
    public static let fileName = "circuit.json"

    /// One check of the export's proof.
    public struct Check: Sendable, Hashable, Codable {
        /// What is claimed.
        public var claim: String
        /// How it ended.
        public var outcome: String
        /// Counts, or why it was not made.
        public var detail: String
    }

    /// Mini-batches trained.
    public var step: Int
    /// The proof of the whole circuit with its own testbench.
    public var checks: [Check]
    /// LUTs of six inputs that yosys maps the whole circuit to; nil where it is not installed.
    public var mappedLuts: Int?
    /// The part that a circuit with few pins was placed on; nil if it was not.
    public var part: String?
    /// What nextpnr said of cells and clock, or why there is nothing.
    public var placement: [String]

    private static let vectorCount = 10_000
    private static let placedVectorCount = 100

    /// Exports, proves and maps a net, in folders of its run; the bundles stay there.
    /// - Parameters:
    ///   - device: what it is placed and routed for.
    ///   - monitor: may end it.
    /// - Throws: `BrainError` if the net has no form as a circuit, a tool fails, or a file cannot be written, and after `monitor` ended it.
    public init(
        of model: SavedModel, on dataset: Dataset, device: TargetDevice, in run: RunDirectory, monitor: ExportMonitor
    ) throws {
        step = model.step ?? 0
        let exporter = try model.exporter(on: dataset)
        let whole = "\(run.path)/circuit"
        let result = try exporter.export(
            .verilog, to: whole, options: ExportOptions(includesIO: true, vectorCount: Self.vectorCount),
            isProved: true, monitor: monitor)
        checks = result.proof.checks.map { Check(claim: $0.claim, outcome: $0.outcome.rawValue, detail: $0.detail) }
        mappedLuts = result.synthesis?.total
        let few = "\(run.path)/circuit-\(device.rawValue)"
        do {
            _ = try exporter.export(
                .verilog, to: few,
                options: ExportOptions(
                    device: device, includesIO: true, streamsPixels: true, vectorCount: Self.placedVectorCount),
                isProved: false, monitor: monitor)
        } catch let error as BrainError {
            // Not every net has a form of few pins; what was measured of it counts all the same.
            placement = ["not placed: \(error.why)"]
            return
        }
        let names = ["nextpnr-\(device.rawValue)", "yowasp-nextpnr-\(device.rawValue)"]
        guard let router = names.first(where: ToolRunner.isInstalled) else {
            placement = ["\(names[0]) is not installed"]
            return
        }
        let placed = try Self.make("place", in: few, ["NEXTPNR=\(router)"], monitor)
        part = placed == nil ? nil : device.rawValue
        placement = placed.map(Self.placementLines) ?? ["not placed: see \(few)/build/place.log"]
    }

    /// What a target of a bundle's Makefile printed; nil if it failed or a tool is not there.
    private static func make(
        _ target: String, in folder: String, _ variables: [String], _ monitor: ExportMonitor
    ) throws -> String? {
        guard ToolRunner.isInstalled("yosys"), ToolRunner.isInstalled("make") else { return nil }
        let runner = ToolRunner(folder: URL(fileURLWithPath: folder), monitor: monitor)
        let outcome = try runner.run("make", ["-s", target] + variables)
        guard outcome.status == 0 else { return nil }
        return outcome.output
    }

    /// What nextpnr says of the cells that are used and of the clock.
    static func placementLines(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let words = String(line).replacing("Info:", with: "").split(separator: " ").joined(separator: " ")
            let isCell = words.firstMatch(of: #/^[A-Z0-9_]+: [0-9]+\/ ?[0-9]+/#) != nil && !words.contains(": 0/")
            return isCell || words.contains("Max frequency") ? words : nil
        }
    }
}
