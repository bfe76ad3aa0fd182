import BinaryBrain
import Export
import Foundation

extension ExperimentEngine {
    /// Begins to export the net as it is now.
    func export(_ request: ExportRequest, _ experiment: Experiment) throws {
        guard let path = request.path ?? log.directory?.exportPath(request, step: experiment.progress.step) else {
            throw BrainError(
                .command, what: "export \(request)", why: "this run keeps no files, so there is no folder for it",
                remedy: "name one: export \(request.format.rawValue) --out FOLDER")
        }
        // A copy: the engine goes on with its own.
        let checkpoint = try experiment.checkpoint()
        let spec = self.spec
        let dataset = experiment.data.dataset
        let hasBegun = exports.begin("export \(request)") { monitor in
            let net = try checkpoint.makeNet(seed: spec.seed, path: "the running experiment")
            let exporter = Exporter(
                net: net, title: spec.name, dataset: dataset, isClassifier: spec.target == .labels,
                yardstick: Yardstick(target: spec.target, loss: spec.loss, metrics: spec.metrics))
            return try exporter.export(
                request.format, to: path, options: request.options, isProved: true, monitor: monitor)
        }
        guard hasBegun else {
            throw BrainError(
                .command, what: "export \(request)", why: "another export is running",
                remedy: "wait until it is done")
        }
        note(.info, "exporting \(request) to \(path)")
    }

    /// Says how exports ended.
    func collectExports() {
        for outcome in exports.collect() {
            switch outcome {
            case .done(let result) where result.proof.hasFailed:
                note(.error, "\(result.path): \(result.proof.verdict): read its proof.txt; do not use the bundle")
            case .done(let result):
                if let notice = result.forms.notice { note(.warning, notice) }
                note(
                    .info,
                    "exported. \(result.proof.verdict); \(result.rawLutCount) LUTs, \(result.lutCount) simplified; in "
                        + result.path)
                for file in result.keptFiles { note(.info, file) }
            case .failed(let reason): note(.error, reason)
            }
        }
    }
}

extension RunDirectory {
    /// Where an export goes that names no folder: `exports/step-00000620-verilog`.
    func exportPath(_ request: ExportRequest, step: Int) -> String {
        let digits = String(step)
        let number = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        return "\(path)/exports/step-\(number)-\(request.folderName)"
    }
}
