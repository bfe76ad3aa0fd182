import Datasets
import TerminalUI
import Workbench

/// The experiments that come with the program, as the start screen lists them.
enum ExperimentMenu {
    /// All of them, the default one selected, and a person's own files behind them. A file that comes with the program and cannot be
    /// read is left out, opening it by name says why; one's own says it here.
    static func menu(runsFolder: String) -> StartMenu {
        let specs = ExperimentLibrary.names.compactMap { name in
            (try? ExperimentSpec(named: name)).map { (name: name, spec: $0) }
        }
        return StartMenu(
            items: specs.map { item($0.name, $0.spec) } + ExperimentLibrary.ownFiles.map(own),
            selection: specs.firstIndex { $0.name == ExperimentLibrary.defaultName } ?? 0, runsFolder: runsFolder)
    }

    private static func own(_ path: String) -> StartMenu.Item {
        do {
            var item = item(path, try ExperimentSpec(named: path))
            item.isOwnFile = true
            return item
        } catch {
            let line = (error as? SpecificationError)?.line.map { "line \($0) is wrong" } ?? "it is no experiment yet"
            return StartMenu.Item(
                name: path, summary: "\(line): F mends it", data: "", remedy: nil, isOwnFile: true)
        }
    }

    private static func item(_ name: String, _ spec: ExperimentSpec) -> StartMenu.Item {
        let kind =
            switch spec.target {
            case .input: "autoencoder"
            case .segmentation: "segmentation"
            case .labels: spec.metrics.kind.isShare ? "classifier" : "regression"
            }
        let layers = "\(spec.net.count) layer\(spec.net.count == 1 ? "" : "s")"
        let modulation = spec.modulation.map { "x\($0.train)" } ?? (spec.isOfBits ? "x1" : "real numbers")
        return StartMenu.Item(
            name: name, summary: "\(kind), \(layers), \(modulation)", data: spec.data, remedy: remedy(spec.data),
            text: spec.yaml, experiment: spec.name)
    }

    /// What to do for a data set that is not there; nil for one that is, or that is a path.
    private static func remedy(_ data: String) -> String? {
        guard let entry = DatasetCatalog.entries.first(where: { $0.name == data }), !entry.isPresent() else {
            return nil
        }
        return entry.isEmbedded ? "set BBWB_HOME to the folder that holds datasets/" : "bbwb data fetch \(data)"
    }
}
