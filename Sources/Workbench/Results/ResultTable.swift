import BinaryBrain
import Foundation

/// The cells of a table of results.
enum ResultTable {
    static func headings(_ figures: [ResultFigure]) -> [String] {
        var names: [String] = []
        for figure in figures where figure.metric != .mse && !names.contains(figure.metric.name) {
            names.append(figure.metric.name)
        }
        let metric = names.isEmpty ? "mean squared error" : names.joined(separator: " or ")
        let part = figures.contains { !$0.row.isHeldOut } ? "test" : "held-out"
        return [
            "net", "data", "LUTs as trained", "nodes", "all-in LUTs", "cycles per image", "epochs", "seeds",
            "\(part) \(metric), mean ± deviation", "lowest … highest", "float", "binary", "netlist", "time per seed",
        ]
    }

    static func cells(_ figure: ResultFigure) -> [String] {
        let spec = figure.row.trainings.first
        let metric = { (spread: SweepFigure.Spread?) in spread.map { number($0.mean, figure.metric) } ?? "–" }
        let reached = figure.result
        let streams = figure.finished.contains { $0.measurement?.cost?.streams == true }
        return [
            figure.row.name, spec?.data ?? "–",
            span(SweepFigure.Spread(figure.finished.compactMap { $0.measurement.map { Double($0.luts) } })),
            span(figure.cost(\.nodes)) + (streams ? ", streaming" : ""), span(figure.cost(\.total)),
            span(figure.cost(\.cycles)),
            "\(spec?.epochs ?? 0)", "\(figure.finished.count) of \(figure.trainings.count)",
            reached.map { spread in
                "**\(number(spread.mean, figure.metric))**"
                    + (spread.deviation.map { " ± \(number($0, figure.metric))" } ?? "")
            } ?? "–",
            reached.map { "\(number($0.lowest, figure.metric)) … \(number($0.highest, figure.metric))" } ?? "–",
            metric(figure.spread(of: "float")), metric(figure.spread(of: "binary")),
            metric(figure.spread(of: "netlist")), time(figure),
        ]
    }

    /// What stands below the table about a row; nil if there is nothing to say.
    static func remark(_ figure: ResultFigure) -> String? {
        let parts = [goal(figure), parts(figure), defects(figure), progress(figure), figure.row.note].compactMap { $0 }
        return parts.isEmpty ? nil : "**\(figure.row.name)**: " + parts.joined(separator: " ")
    }

    private static func goal(_ figure: ResultFigure) -> String? {
        guard let goal = figure.row.goal else { return nil }
        let wanted =
            (figure.metric.better == .higher ? "≥ " : "≤ ") + number(goal.metric, figure.metric)
            + (goal.luts.map { " at ≤ \(grouped($0)) LUTs" } ?? "")
        return switch figure.isGoalMet {
        case true?: "goal \(wanted): reached."
        case false?: "goal \(wanted): not reached."
        case nil: "goal \(wanted): open."
        }
    }

    /// What the all-in count is made of.
    private static func parts(_ figure: ResultFigure) -> String? {
        guard let cost = figure.finished.first?.measurement?.cost else { return nil }
        return
            "All-in by formula, first seed: \(grouped(cost.nodes)) nodes\(cost.streams ? " of one window per layer" : "")"
            + " + \(grouped(cost.encoder)) encoder + \(grouped(cost.head)) head = \(grouped(cost.total))"
            + (cost.streams ? ", without line buffers." : ".")
    }

    private static func defects(_ figure: ResultFigure) -> String? {
        let measured = figure.finished.compactMap { $0.measurement?.defects }
        guard !measured.isEmpty else { return nil }
        let sum = measured.reduce(0, +)
        let images = figure.finished.compactMap { $0.measurement?.images }.max() ?? 0
        return sum == 0
            ? "The netlist gives the same answers as the net in binary mode on all \(grouped(images)) test images."
            : "**On \(sum) images the netlist and the net in binary mode differ: a defect.**"
    }

    /// How far trainings have come that are not done, and what is left of them at their speed so far.
    private static func progress(_ figure: ResultFigure) -> String? {
        let open = figure.trainings.filter { $0.measurement == nil }
        guard !open.isEmpty else { return nil }
        let texts = open.map { training -> String in
            let seed = "seed \(training.spec.seed)"
            guard let last = training.progress.epochs.last else { return "\(seed) not trained" }
            if training.progress.isFinished { return "\(seed) trained, not measured" }
            let speed = last.imagesPerSecond
            let share = Double(training.spec.epochs - last.epoch) * Double(last.step) / Double(max(1, last.epoch))
            let left = speed > 0 ? share * Double(training.spec.batchSize) / speed : 0
            return "\(seed) after \(last.epoch) of \(training.spec.epochs) epochs "
                + "\(number(last.heldOut.metric, figure.metric)), about \(duration(left)) left at its speed so far"
        }
        return "Not done: " + texts.joined(separator: "; ") + "."
    }

    /// `1 h 12 min`, `4 min`, `35 s`.
    static func duration(_ seconds: Double) -> String {
        if seconds < 99.5 { return "\(Int(seconds.rounded())) s" }
        let minutes = Int((seconds / 60).rounded())
        return minutes < 100 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }

    private static func time(_ figure: ResultFigure) -> String {
        let times = figure.finished.compactMap(\.time)
        guard times.count == figure.finished.count, let most = times.map(\.threads).max() else { return "–" }
        let mean = times.map(\.processorSeconds).reduce(0, +) / Double(times.count)
        return duration(mean) + (most == 1 ? "" : ", \(most) threads together")
    }

    /// A share with four places and no zero before the point, as the field writes it; any other with as many digits as say something.
    static func number(_ value: Double, _ metric: MetricKind) -> String {
        guard metric.isShare else { return String(format: value < 0.1 ? "%.5f" : "%.4f", value) }
        let text = String(format: "%.4f", value)
        return text.hasPrefix("0.") ? String(text.dropFirst()) : text
    }

    /// `3,018`, or `3,004 … 3,018` where seeds differ.
    private static func span(_ spread: SweepFigure.Spread?) -> String {
        guard let spread else { return "–" }
        let (low, high) = (grouped(Int(spread.lowest)), grouped(Int(spread.highest)))
        return low == high ? low : "\(low) … \(high)"
    }

    /// A whole number with commas.
    static func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        for place in stride(from: digits.count - 3, to: 0, by: -3) where digits[place - 1] != "-" {
            digits.insert(",", at: place)
        }
        return String(digits)
    }
}
