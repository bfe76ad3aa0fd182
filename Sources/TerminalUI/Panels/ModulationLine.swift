import Workbench

/// The binary modulation as a ladder of oversampling factors with markers for training and test, and the optimizer's settings:
/// its learning rate, and what the schedule makes of it.
struct ModulationLine {
    let snapshot: Snapshot
    let theme: Theme

    /// Draws the line at (x, y).
    func draw(on canvas: inout Canvas, x: Int, y: Int, width: Int) {
        var parts: [(line: Line, importance: Int)] = [(ladder, 0)]
        parts.append((pair("learning_rate", NumberText.rate(snapshot.learningRate)), 1))
        if let schedule = snapshot.schedule {
            parts.append((pair(schedule.name, NumberText.tick(schedule.learningRate)), 2))
        }
        parts.append((pair("batch_size", "\(snapshot.batchSize)"), 3))
        if snapshot.modulation != nil { parts.append((legend, 4)) }
        canvas.write(parts: parts, gap: 2, x: x, y: y, width: width)
    }

    private func pair(_ label: String, _ value: String) -> Line {
        var line = Line(label + " ", Style(.quiet))
        line.append(value)
        return line
    }

    /// `▸` before the training value, `◂` behind the test value; a value beside the ladder gets a rung of its own.
    private var ladder: Line {
        var line = Line("modulation ", Style(.quiet))
        guard let modulation = snapshot.modulation else {
            line.append("none", .plain)
            return line
        }
        line.append(modulation.method.rawValue)
        for rung in Set(Command.modulationLadder + [modulation.train, modulation.test]).sorted() {
            let isTrain = rung == modulation.train
            let isTest = rung == modulation.test
            line.append(isTrain ? theme.text("▸", ">") : " ", .train)
            line.append("x\(rung)", isTrain || isTest ? Style(.strong) : Style(.quiet))
            line.append(isTest ? theme.text("◂", "<") : " ", .test)
        }
        return line
    }

    private var legend: Line {
        var line = Line(theme.text("▸", ">") + "train", Style(.train))
        line.append(" ")
        line.append("test" + theme.text("◂", "<"), .test)
        return line
    }
}
