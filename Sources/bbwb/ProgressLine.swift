import BinaryBrain
import Foundation
import Workbench

/// The state of a training in one line.
enum ProgressLine {
    /// The line that is rewritten while training runs.
    static func text(_ snapshot: Snapshot) -> String {
        var parts = [
            "epoch \(snapshot.epoch + 1)/\(snapshot.epochs)", "\(snapshot.stepInEpoch)/\(snapshot.stepsPerEpoch)",
        ]
        if let loss = snapshot.trainLoss.last { parts.append("loss \(number(Double(loss.value)))") }
        if let metric = snapshot.trainMetric.last {
            parts.append(figure(Double(metric.value), snapshot.metricKind))
        }
        if let test = snapshot.testMetric.last {
            parts.append("\(snapshot.heldOutPart.rawValue) \(figure(Double(test.value), snapshot.metricKind))")
        }
        parts.append("\(Int(snapshot.imagesPerSecond)) images/s")
        parts.append("\(Int(snapshot.framesPerSecond)) frames/s")
        if let seconds = snapshot.secondsLeft { parts.append("ETA \(duration(seconds))") }
        return parts.joined(separator: "  ")
    }

    /// The line of a finished epoch.
    static func text(_ epoch: JournalRecord.Epoch) -> String {
        let train = "train loss \(number(epoch.train.loss)) \(figure(epoch.train.metric, epoch.train.kind))"
        let heldOut =
            "\(epoch.part.rawValue) loss \(number(epoch.heldOut.loss)) \(figure(epoch.heldOut.metric, epoch.heldOut.kind))"
        let speed = "\(Int(epoch.imagesPerSecond)) images/s  \(Int(epoch.framesPerSecond)) frames/s"
        return "epoch \(epoch.epoch)  step \(epoch.step)  \(train)  \(heldOut)  \(speed)"
    }

    static func figure(_ value: Double, _ kind: MetricKind) -> String { "\(kind.name) \(number(value))" }

    static func number(_ value: Double) -> String { String(format: "%.4f", value) }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 1e9).rounded())
        return whole >= 3600
            ? String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
            : String(format: "%d:%02d", whole / 60, whole % 60)
    }
}
