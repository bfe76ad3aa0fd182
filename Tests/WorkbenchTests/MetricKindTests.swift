import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// The direction of a metric decides, whatever its name.
@Suite("Kinds of metrics") struct MetricKindTests {
    static let kinds: [MetricKind] = [
        .accuracy, .mse, MetricKind("f1", better: .higher, isShare: true), MetricKind("psnr", better: .higher),
        MetricKind("top-1_error", better: .lower, isShare: true), MetricKind("mae", better: .lower),
    ]

    @Test(arguments: kinds) func theBestGoesByTheDirection(kind: MetricKind) throws {
        try kind.check()
        func figures(_ metric: Double) -> JournalRecord.Measurement {
            JournalRecord.Measurement(loss: 1, metric: metric, kind: kind)
        }
        let (good, bad) = kind.better == .higher ? (0.8, 0.3) : (0.3, 0.8)
        var checkpoints = AutomaticCheckpoints()
        for (file, metric) in [("bad", bad), ("good", good), ("nan", .nan), ("last", bad)] {
            _ = checkpoints.add(file, figures(metric))
        }
        #expect(checkpoints.bestPath == "good")
        #expect(figures(bad).isBetter(than: figures(.nan)) && !figures(.nan).isBetter(than: figures(bad)))
        let spec = try TinyExperiment.spec("stop_early={ patience: 2, of: metric }")
        let stop = try #require(spec.earlyStop)
        #expect(stop.value(of: figures(good)) < stop.value(of: figures(bad)))
    }

    /// What earlier versions have written is written and read as ever.
    @Test(
        arguments: [
            (MetricKind.accuracy, #"{"accuracy":0.5,"loss":1}"#), (.mse, #"{"loss":1,"mse":0.5}"#),
            (kinds[2], #"{"better":"higher","f1":0.5,"loss":1,"share":true}"#),
            (kinds[5], #"{"better":"lower","loss":1,"mae":0.5}"#),
        ] as [(MetricKind, String)]) func journalsHaveTheFigureUnderItsName(kind: MetricKind, line: String) throws
    {
        let figures = JournalRecord.Measurement(loss: 1, metric: 0.5, kind: kind)
        #expect(try JSONLine.text(figures) == line)
        #expect(try JSONDecoder().decode(JournalRecord.Measurement.self, from: Data(line.utf8)) == figures)
    }

    @Test(arguments: [
        #"{"loss":1}"#, #"{"loss":1,"f1":0.5}"#, #"{"loss":1,"f1":0.5,"better":"up"}"#,
        #"{"loss":1,"f1":0.5,"f2":0.5,"better":"lower"}"#, #"{"loss":1,"f\u001b1":0.5,"better":"lower"}"#,
    ]) func linesWithoutAMetricAreRefused(line: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(JournalRecord.Measurement.self, from: Data(line.utf8))
        }
    }

    @Test(arguments: kinds) func theIndexHasItInALine(kind: MetricKind) {
        #expect(MetricKind(rawValue: kind.rawValue) == kind)
        if kind == .accuracy || kind == .mse { #expect(kind.rawValue == kind.name, "as in files of earlier versions") }
    }

    @Test(arguments: [
        "", "f1", "loss lower", "f1 up", "f1 lower shares", "accuracy lower", "mse higher", "f 1 lower",
        "f1 lower share x",
        "\u{1b} lower",
    ]) func otherLinesAreNoKind(line: String) { #expect(MetricKind(rawValue: line) == nil) }

    @Test(arguments: [
        MetricKind("loss", better: .lower), MetricKind("share", better: .higher),
        MetricKind("two words", better: .lower),
        MetricKind("", better: .lower), MetricKind("accuracy", better: .lower, isShare: true),
        MetricKind("mse", better: .higher), MetricKind(String(repeating: "x", count: 41), better: .lower),
    ]) func namesThatFilesCannotHoldAreRefused(kind: MetricKind) {
        #expect(throws: BrainError.self) { try kind.check() }
    }
}
