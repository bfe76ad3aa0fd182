import BinaryBrain
import Foundation
import TestSupport
import Testing

@testable import Export

/// Streams go on after broken frames, and the testbench sees to it: hardware that does not is found.
@Suite struct StreamRecoveryTests {
    private func net() throws -> Sequential {
        try StreamTests.net(
            [
                try RealToBinary(frameModulationSize: 2), try DifferentiableLut(outputShape: [12]),
                try DifferentiableLut(outputShape: [3]), try BinaryToReal(frameIntegrationSize: 2),
            ], input: [1, 4, 5])
    }

    private let options = ExportOptions(moduleName: "tiny", includesIO: true, streamsPixels: true)

    /// Faults of every kind are played, told with their number, and followed by right answers.
    @Test func everyKindOfFaultIsPlayedAndTold() throws {
        try StreamTests.withBundle(net(), options: options, classNames: ["a", "b", "c"], images: 24) { _, _, runner in
            let output = try runner.run("make", ["-s", "iverilog"]).output
            #expect(output.contains("PASS frames 24 of 24"), "\(output)")
            let counts = try #require(
                output.firstMatch(of: /measured recovery: (\d+) of (\d+) .* told (\d+), counted (\d+), expected (\d+)/))
            #expect(counts.1 == counts.2 && counts.3 == counts.5 && counts.4 == counts.5, "\(output)")
            // Those that start anew are two errors each.
            #expect(Int(counts.5)! > Int(counts.1)! && Int(counts.1)! >= 21, "\(output)")
            let line = try #require(output.firstMatch(of: /measured faults: (.*)/)).1
            let kinds = line.matches(of: /\d+/).compactMap { Int($0.0) }
            #expect(kinds.count == 7 && kinds.allSatisfy { $0 >= 3 }, "\(line)")
        }
    }

    /// What the guard must not do, each in the text of its module.
    private static let mutations = [
        // An early start, a row's end or pixels behind a frame that nobody notices, or that nobody is told of.
        ("wire too_early = begun && s_valid && s_first;", "wire too_early = 1'b0;"),
        ("(begin_frame || take) && wrong;", "take && wrong && 1'b0;"),
        ("(begin_frame || take) && wrong;", "begin_frame && wrong;"),
        ("wire surplus   = idle", "wire surplus   = 1'b0 && idle"),
        ("too_early || wrong_row || surplus;", "too_early || wrong_row;"),
        ("{surplus, wrong_row, too_early}", "{wrong_row, surplus, too_early}"),
        ("error_count + 32'd1", "error_count + 32'd2"),
        // Frames that are not filled up, or are filled with what comes in.
        ("filling <= (too_early || wrong_row || filling)", "filling <= (wrong_row || filling)"),
        ("filling <= (too_early || wrong_row || filling)", "filling <= (too_early || filling)"),
        ("!(pass && frame_end);\n            if (begin_frame)", "!pass;\n            if (begin_frame)"),
        // Pixels that are lost are told again and again, or taken.
        ("started && !lost", "started"), ("wrong_row || surplus || lost", "surplus || lost"),
        // Tickets: another frame's, marks that stay away, stay on, or are another's.
        ("if (ticket_back) given", "if (ticket_back && !ticket_broken) given"),
        ("broken[current] <= spoilt", "broken[current] <= 1'b0"),
        ("spoilt <= too_early || wrong_row", "spoilt <= wrong_row"),
        ("if (opened || spoilt) broken", "if (spoilt) broken"),
        ("broken[current] <= spoilt", "broken[written[1:0]] <= spoilt"), ("<= s_user;", "<= ~s_user;"),
        ("ticket_back ? mark_behind : mark;", "mark_behind;"),
        ("ticket_broken <= ticket_back", "ticket_broken <= !ticket_back"),
        // Pixels before the first frame.
        ("wire begin_frame = idle && s_valid && s_first", "wire begin_frame = idle && s_valid"),
    ]

    @Test("A guard that fails is found", .enabled(if: SlowTests.areEnabled)) func aGuardThatFailsIsFound() throws {
        try StreamTests.withBundle(net(), options: options, classNames: ["a", "b", "c"], images: 24) { _, _, runner in
            try StreamTests.expectFound(Self.mutations, in: "rtl/tiny_guard.v", by: runner)
        }
    }

    /// What the top module must not do.
    @Test func answersToBrokenFramesAreFound() throws {
        try StreamTests.withBundle(net(), options: options, classNames: ["a", "b", "c"], images: 24) { _, _, runner in
            try StreamTests.expectFound(
                [
                    ("counted_valid && !broken", "counted_valid"), ("out_ready || broken", "1'b1"),
                    ("answered = counted_valid && counted_ready", "answered = counted_valid"),
                ], in: "rtl/tiny.v", by: runner)
        }
    }

    /// Maps leave before their frame is whole; they are marked, and the next one is right.
    @Test func mapsOfBrokenFramesAreMarked() throws {
        let layers: [any Model] = [
            try RealToBinary(frameModulationSize: 2), try StreamTests.convolution(PlaneSize(2), channels: 2),
            try BinaryToReal(frameIntegrationSize: 2),
        ]
        for includesIO in [false, true] {
            try StreamTests.withBundle(
                StreamTests.net(layers, input: [1, 5, 4]),
                options: ExportOptions(moduleName: "tiny", includesIO: includesIO), images: 24
            ) { _, _, runner in
                let output = try runner.run("make", ["-s", "iverilog"]).output
                let marks = try #require(output.firstMatch(of: /marked at their end (\d+) of (\d+) maps/), "\(output)")
                #expect(output.contains("PASS frames") && marks.1 == marks.2 && Int(marks.1)! > 10, "\(output)")
            }
        }
    }
}
