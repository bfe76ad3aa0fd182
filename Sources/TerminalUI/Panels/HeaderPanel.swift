import BinaryBrain
import Workbench

/// The top line: what runs, in which state, and how far it has come.
struct HeaderPanel {
    let snapshot: Snapshot
    let theme: Theme

    /// Draws the line at row `y` over the whole width of `canvas`.
    func draw(on canvas: inout Canvas, y: Int, width: Int) {
        if snapshot.isOfNothing {
            var line = Line(" bbwb ", Style(.strong, .reverse))
            line.append("  nets of look-up tables: train, watch, steer, export", .quiet)
            canvas.write(line, x: 0, y: y, limit: width)
            return
        }
        let right = progress
        let rightWidth = right.width
        var left = Line()
        left.append(" \(badge) ", Style(stateRole, .reverse))
        left.append(" ")
        if let work { left.append(work + "  ", .key) }
        left.append(snapshot.experiment, .strong)
        left.append("  " + snapshot.dataset, .quiet)
        if let net = watchedNet { left.append(net) }
        let room = width - rightWidth - 2
        if left.width <= room {
            canvas.write(left, x: 0, y: y, limit: width)
            canvas.write(right, x: width - rightWidth, y: y)
        } else {
            canvas.write(
                parts: [
                    (Line(" \(badge) ", Style(stateRole, .reverse)), 0), (Line(work ?? "", Style(.key)), 2), (right, 1),
                    (Line(snapshot.experiment, Style(.strong)), 3),
                ], gap: 1, x: 0, y: y, width: width)
        }
    }

    private var progress: Line {
        var line = Line()
        let current = min(snapshot.epoch + (snapshot.stepInEpoch > 0 ? 1 : 0), max(snapshot.epoch, snapshot.epochs))
        line.append("epoch ", .quiet)
        line.append("\(current)/\(snapshot.epochs)", .strong)
        if snapshot.stepsPerEpoch > 0 && snapshot.stepInEpoch > 0 {
            line.append(
                " \(NumberText.percent(Double(snapshot.stepInEpoch) / Double(snapshot.stepsPerEpoch), digits: 0))",
                .quiet)
        }
        line.append("  step ", .quiet)
        line.append("\(snapshot.step)", .strong)
        return line
    }

    /// Which net of a run that another process trains is shown: that of its newest checkpoint, not of the newest mini-batch.
    private var watchedNet: Line? {
        guard let watched = snapshot.watched, watched.state == .running, let step = watched.netStep else { return nil }
        guard step > 0 else { return Line("  no checkpoint yet: the net is untrained", Style(.warning)) }
        return step < snapshot.step ? Line("  net of step \(step)", Style(.quiet)) : nil
    }

    /// How far a long mini-batch or measurement has come.
    private var work: String? {
        guard let work = snapshot.work else { return nil }
        let name = work.kind == .miniBatch ? "mini-batch" : "test"
        return "\(name) "
            + (work.fraction.map { NumberText.percent($0, digits: 0) } ?? NumberText.duration(work.seconds))
    }

    private var badge: String {
        if let watched = snapshot.watched {
            return watched.state == .running ? "WATCHING" : watched.state.rawValue.uppercased()
        }
        return switch snapshot.state {
        case .starting: "STARTING"
        case .training: "TRAINING"
        case .evaluating: "TESTING"
        case .pausing: "PAUSING"
        case .paused: "PAUSED"
        case .finished: "FINISHED"
        case .stopped: "STOPPED"
        case .failed: "FAILED"
        }
    }

    private var stateRole: Role {
        if let watched = snapshot.watched, watched.state != .finished {
            return watched.state == .running ? .key : .warning
        }
        return switch snapshot.state {
        case .starting, .stopped: .quiet
        case .training, .finished: .on
        case .evaluating: .key
        case .paused, .pausing: .warning
        case .failed: .bad
        }
    }
}

/// The line of figures: loss, metric, throughput, time left.
struct FiguresPanel {
    let snapshot: Snapshot
    let theme: Theme

    /// Draws the line at (x, y).
    func draw(on canvas: inout Canvas, x: Int, y: Int, width: Int) {
        let metric = { (value: Float) in NumberText.metric(Double(value), snapshot.metricKind) }
        var parts: [(line: Line, importance: Int)] = []
        if !snapshot.isLossMetric {
            let loss = { (value: Float) in NumberText.value(Double(value)) }
            parts.append(
                (figure("loss", snapshot.trainLoss.last, snapshot.testLoss.last, snapshot.probeLoss.last, loss), 1))
        }
        parts.append(
            (
                figure(
                    snapshot.metricKind.name, snapshot.trainMetric.last, snapshot.testMetric.last,
                    snapshot.probeMetric.last, metric), 0
            ))
        // Of a net that was chosen by a validation part, the figure that counts.
        if let test = snapshot.tests.last {
            let place = test.netStep == snapshot.step ? "" : " of epoch \(test.netEpoch)"
            parts.append((pair("test" + place, metric(Float(test.test.metric))), 1))
        }
        parts.append((rate(snapshot.imagesPerSecond, "images/s"), 3))
        parts.append((rate(snapshot.framesPerSecond, "frames/s"), 4))
        if let left = snapshot.secondsLeft, snapshot.state != .finished {
            parts.append((pair("ETA", NumberText.duration(left)), 2))
        }
        let luts = snapshot.layers.compactMap(\.lutCount).reduce(0, +)
        if luts > 0 { parts.append((pair("LUTs", "\(luts)"), 5)) }
        if let machine = snapshot.machine { parts += machineParts(machine) }
        canvas.write(parts: parts, gap: 3, x: x, y: y, width: width)
    }

    /// What the machine has to give; first only where the disk is nearly full.
    private func machineParts(_ machine: MachineUse) -> [(line: Line, importance: Int)] {
        var parts = [
            (line: pair("memory", MemoryBudget.text(machine.memory)), importance: 6),
            (line: pair("threads", "\(machine.threads)"), importance: 8),
        ]
        if let free = machine.freeDisk {
            var line = Line("disk ", Style(.quiet))
            line.append(MemoryBudget.text(free) + " free", machine.isDiskScarce ? .bad : .text)
            parts.insert((line: line, importance: machine.isDiskScarce ? 1 : 7), at: 1)
        }
        return parts
    }

    private func figure(
        _ label: String, _ train: MetricHistory.Point?, _ test: MetricHistory.Point?, _ probe: MetricHistory.Point?,
        _ text: (Float) -> String
    ) -> Line {
        var line = Line(label + " ", Style(.quiet))
        line.append(train.map { text($0.value) } ?? "-", .train)
        if let test {
            line.append(" \(snapshot.heldOutPart.rawValue) ", .quiet)
            line.append(text(test.value), .test)
        } else if let probe {
            line.append(" probe ", .quiet)
            line.append(text(probe.value), .test)
        }
        return line
    }

    private func rate(_ value: Double, _ unit: String) -> Line {
        var line = Line(NumberText.count(value), .plain)
        line.append(" " + unit, .quiet)
        return line
    }

    private func pair(_ label: String, _ value: String) -> Line {
        var line = Line(label + " ", Style(.quiet))
        line.append(value)
        return line
    }
}
