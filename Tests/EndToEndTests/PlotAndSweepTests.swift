import Foundation
import TestSupport
import Testing

/// `bbwb plot` and `bbwb sweep`.
@Suite("Pictures and sweeps on the command line")
struct PlotAndSweepTests {
    typealias Program = CommandLineTests.Program
    typealias Folder = CommandLineTests.Folder

    private func file(_ name: String, in folder: Folder) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
    }

    @Test func runsBecomePictures() throws {
        let folder = try Folder()
        for seed in ["1", "2"] {
            let run = try Program("run", "mnist-lut-tiny", "--epochs", "1", "--seed", seed, in: folder.path).wait()
            #expect(run.status == 0)
        }
        let runs = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/runs/mnist-lut-tiny").sorted()
        let one = try Program("plot", "mnist-lut-tiny", "--out", "one.svg", "--log-x", in: folder.path).wait()
        #expect(one.status == 0 && one.output.isEmpty, "\(one.errors)")
        #expect(String(decoding: try file("one.svg", in: folder), as: UTF8.self).contains("accuracy"))
        let both = try Program(["plot"] + runs + ["--out", "both.ppm", "--metric", "loss"], in: folder.path).wait()
        #expect(both.status == 0, "\(both.errors)")
        #expect(try file("both.ppm", in: folder).starts(with: Data("P6\n1600 800\n255\n".utf8)))
    }

    /// A small sweep, interrupted by ctrl-C in the middle of a training, goes on where it was.
    @Test(.enabled(if: SlowTests.areEnabled), .hangLimit)
    func aSweepGoesOnAfterAnInterruption() throws {
        let folder = try Folder()
        // The second training is long enough to be interrupted on any machine.
        let arguments = ["sweep", "mnist-lut-tiny", "--oversampling", "1,31", "--epochs", "12"]
        let interrupted = try Program(arguments + ["--json"], in: folder.path)
        #expect(interrupted.firstLine().contains(#""oversampling":1,"#))
        interrupted.interrupt(SIGINT)
        #expect(interrupted.wait().status == 130)
        let rest = try Program(arguments + ["--json"], in: folder.path).wait()
        #expect(rest.status == 0, "\(rest.errors)")
        let objects = try rest.lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        let points = objects.filter { $0["event"] as? String == "point" }
        #expect(points.count == 2)
        #expect(points.first?["trained"] as? Bool == false, "what was done is not repeated")
        let rows = objects.filter { $0["event"] as? String == "row" }
        #expect(rows.map { $0["oversampling"] as? Int } == [1, 31])
        #expect(rows.allSatisfy { $0["seeds"] as? Int == 1 && $0["test"] != nil })
        let csv = String(decoding: try file("runs/sweep-mnist-lut-tiny.csv", in: folder), as: UTF8.self)
        #expect(csv.split(separator: "\n").count == 1 + 2 * 12, "twelve epochs of two trainings:\n\(csv)")
        #expect(try file("runs/sweep-mnist-lut-tiny.svg", in: folder).count > 1000)
        #expect(try file("runs/sweep-mnist-lut-tiny.ppm", in: folder).count > 1000)
        let table = try Program(arguments, in: folder.path).wait()
        #expect(table.lines.count == 2 + 3 + 1)
        #expect(table.lines[0].hasSuffix("(was done)"))
        #expect(table.lines[2].hasPrefix("oversampling  cycles/image  seeds  test accuracy"))
    }

    @Test(arguments: [
        (["plot", "--out", "a.svg"], "<runs>"),
        (["plot", "x", "--out", "a.gif"], "--out takes a file .svg, .png or .ppm"),
        (["plot", "x", "--out", "a.svg"], "run 'x': there is no such run"),
        (["plot", "x", "--out", "a.svg", "--metric", "los"], "did you mean 'loss'?"),
        (["plot", "a", "b", "c", "d", "e", "f", "g", "--out", "a.svg"], "cannot be told apart"),
        (["sweep"], "<experiment>"), (["sweep", "mnist-lut-tny"], "did you mean 'mnist-lut-tiny'?"),
        (["sweep", "mnist-lut-tiny", "--oversampling", "1,x"], "--oversampling takes sizes"),
        (["sweep", "mnist-lut-tiny", "--oversampling", "0"], "not a list of different sizes"),
        (["sweep", "mnist-lut-tiny", "--seeds", "0"], "--seeds takes a number from 1"),
        (["sweep", "mnist-dense"], "no binary modulation"), (["open", "--theme", "darc"], "did you mean 'dark'?"),
    ])
    func wrongUsage(_ arguments: [String], text: String) throws {
        let folder = try Folder()
        let outcome = try Program(arguments, in: folder.path).wait()
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.hasPrefix("bbwb: "))
        #expect(outcome.errors.contains(text), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }
}
