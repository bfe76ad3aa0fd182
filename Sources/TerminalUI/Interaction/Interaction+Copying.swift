import Workbench

// The key that copies what is selected.
extension Interaction {
    /// Copies what one would want elsewhere: a LUT's INIT value, a run's folder, a sample's answer, the newest line of the log.
    mutating func copy() {
        guard let text = copyable else { return say("there is nothing to copy here", .warning) }
        ask(.copy(text))
        say("copied: \(text)")
    }

    private var copyable: String? {
        switch state.screen {
        case .luts:
            guard let inspection = snapshot.lutInspection, inspection.tables.indices.contains(state.selectedLut) else {
                return nil
            }
            let entries = 1 << inspection.inputsPerLut
            let digits = String(inspection.tables[state.selectedLut], radix: 16, uppercase: true)
            let padding = String(repeating: "0", count: max(0, max(1, entries / 4) - digits.count))
            return "\(entries)'h\(padding)\(digits)"
        case .runs: return state.runs.selected?.directory.path
        case .start:
            return switch selectedEntry {
            case .experiment(let item): item.name
            case .run(let run): run.directory.path
            case .checkpoints, nil: nil
            }
        case .queue: return state.queue.selectedRow?.run?.directory.path
        case .sweeps:
            guard let overview = state.queue.contents.sweep else { return nil }
            let rows = state.sweeps.rows(overview)
            let index = state.sweeps.selection(among: rows)
            return rows.indices.contains(index) ? rows[index].run?.path : nil
        case .log: return snapshot.events.last?.text
        case .train, .layers, .samples, .modulation: return snapshot.runDirectory
        }
    }
}
