import BinaryBrain
import Datasets
import Foundation
import TerminalUI
import Workbench

/// The pictures of a page of results, in a folder beside it: curves of each section, and what autoencoders make of digits.
struct ResultPictures {
    /// The page.
    let page: String

    private static let sampleCount = 12

    /// Writes the pictures of what is done so far.
    /// - Returns: those of each section, by its title.
    func write(_ table: ResultList, _ figures: [ResultFigure]) throws -> [String: [ResultPage.Picture]] {
        var pictures: [String: [ResultPage.Picture]] = [:]
        for section in table.sections {
            let own = figures.filter { section.rows.contains($0.row) }
            let trained = own.filter { !$0.curve.isEmpty }
            let curves = trained.prefix(PlotFile.runLimit)
            if let first = curves.first {
                let rest = trained.count > curves.count ? ", of the first \(curves.count) rows" : ""
                let title = "\(first.metric.name) after each epoch, mean over the seeds" + rest
                let plot = PlotFile(
                    title: title, metric: first.metric, curves: curves.map { (name: $0.row.name, history: $0.curve) })
                let name = Self.fileName("curves", first.row)
                try save(name) { plot.encoded(as: $0) }
                pictures[section.title, default: []].append(.init(title: title, path: "\(folderName)/\(name)"))
            }
            for figure in own {
                guard let picture = try reconstructions(figure) else { continue }
                let name = Self.fileName("samples", figure.row)
                try save(name) { picture.encoded(as: $0) }
                pictures[section.title, default: []].append(
                    .init(
                        title: "\(figure.row.name): input, reconstruction, difference", path: "\(folderName)/\(name)"))
            }
        }
        return pictures
    }

    /// `results`, beside a page `Results.md`.
    private var folderName: String {
        FilePath.name(of: page).split(separator: ".").first.map { $0.lowercased() } ?? "results"
    }

    /// A row's name may hold what a link may not.
    private static func fileName(_ kind: String, _ row: ResultList.Row) -> String {
        kind + "-" + String(row.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }

    private func save(_ name: String, _ encoded: (PlotFile.Kind) -> [UInt8]) throws {
        let folder = "\(FilePath.folder(of: page))/\(folderName)"
        try Folder.make(folder)
        for kind in [PlotFile.Kind.svg, .png] {
            try AtomicFile.write(encoded(kind), to: "\(folder)/\(name).\(kind.rawValue)")
        }
    }

    /// What the first net of an autoencoder's row makes of some samples; nil for other nets, and before it is trained.
    private func reconstructions(_ figure: ResultFigure) throws -> SamplePicture? {
        guard let done = figure.finished.first, done.spec.target == .input,
            case .finished(let run, _) = done.progress, let checkpoint = run.newestCheckpoint()
        else { return nil }
        let model = try SavedModel(contentsOf: checkpoint)
        return try SamplePicture(
            model.reconstructions(of: model.dataset(named: nil), count: Self.sampleCount))
    }
}
