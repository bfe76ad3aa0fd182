import BinaryBrain
import Foundation
import Workbench

/// What `w` writes: the samples as PPM and both plots as SVG and PPM, named after the step.
struct PictureFiles {
    let snapshot: Snapshot
    let view: PlotView

    /// Writes what there is to `directory`, each file whole or not at all, and returns the names.
    func write(to directory: String) throws -> [String] {
        var names: [String] = []
        for (name, content) in files {
            try AtomicFile.write(Array(content), to: "\(directory)/\(name)")
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
            let name = "\(data.title.lowercased())-\(snapshot.step)"
            let drawing = PlotDrawing(data: data, view: view)
            files.append(("\(name).svg", Data(PlotSVG(drawing: drawing).text.utf8)))
            files.append(("\(name).ppm", Data(PlotPixmap(drawing).encoded)))
        }
        return files
    }
}
