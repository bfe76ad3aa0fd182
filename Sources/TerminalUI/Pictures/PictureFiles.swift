import Foundation
import Workbench

/// What `w` writes: the samples as PPM and both plots as SVG, named after the step.
struct PictureFiles {
    let snapshot: Snapshot
    let view: PlotView

    /// Writes what there is to `directory`, each file whole or not at all, and returns the names.
    func write(to directory: String) throws -> [String] {
        var names: [String] = []
        for (name, content) in files {
            try content.write(to: URL(filePath: directory).appending(path: name), options: .atomic)
            names.append(name)
        }
        return names
    }

    private var files: [(name: String, content: Data)] {
        var files: [(name: String, content: Data)] = []
        if let picture = PortablePixmap.samples(snapshot.samples) {
            files.append(("samples-\(snapshot.step).ppm", picture.encoded))
        }
        for data in [PlotData.loss(snapshot), PlotData.metric(snapshot)] where !data.train.isEmpty {
            let name = "\(data.title.lowercased())-\(snapshot.step).svg"
            files.append((name, Data(PlotSVG(data: data, view: view).text.utf8)))
        }
        return files
    }
}
