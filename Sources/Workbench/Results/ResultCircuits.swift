/// What a page says of nets that were made circuits.
enum ResultCircuits {
    static let headings = [
        "net as a circuit", "seed", "all-in by formula", "LUT6 by yosys", "cells and clock after place and route",
    ]

    /// A row for each net that was made one.
    static func cells(_ figures: [ResultFigure]) -> [[String]] {
        figures.flatMap { figure in
            figure.finished.compactMap { training in
                guard let circuit = training.circuit else { return nil }
                return [
                    figure.row.name, "\(training.spec.seed)",
                    training.measurement?.cost.map { ResultTable.grouped($0.total) } ?? "–",
                    circuit.mappedLuts.map(ResultTable.grouped) ?? "–",
                    (circuit.part.map { "\($0), pixels in a stream: " } ?? "")
                        + circuit.placement.joined(separator: "; "),
                ]
            }
        }
    }

    /// What was proved of each, a line a check.
    static func checks(_ figures: [ResultFigure]) -> String {
        figures.flatMap { figure in
            figure.finished.flatMap { training in
                (training.circuit?.checks ?? []).map { check in
                    let detail = check.detail.split(separator: "\n").joined(separator: "; ")
                    return
                        "- \(figure.row.name), seed \(training.spec.seed): [\(check.outcome)] \(check.claim) \(detail)"
                }
            }
        }.joined(separator: "\n")
    }
}
