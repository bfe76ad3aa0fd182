import Foundation
import TestSupport
import Testing
import UntrustedFiles

/// Names and texts from outside that try to steer the terminal.
@Suite("Hostile names") struct HostileNameTests {
    /// A title, a clear screen, C1 controls, a line break, a change of the direction of writing.
    private static let evil = "a\u{1b}]0;owned\u{7}\u{1b}[2Jb\u{9b}31mc\u{85}\rd\u{202e}e\u{2066}f\u{200b}"

    private func expectPlain(_ outcome: Shell.Outcome, _ what: String) {
        for text in [outcome.output, outcome.errors] {
            for scalar in text.unicodeScalars where scalar != "\n" {
                let isPlain =
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: false
                    default: true
                    }
                #expect(
                    isPlain,
                    "\(what) prints U+\(String(scalar.value, radix: 16)): \(outcome.description.debugDescription)")
                if !isPlain { return }
            }
        }
        #expect(outcome.status < 128, "\(what): \(outcome)")
    }

    /// A zip whose only member has this name.
    private func zip(of name: String) throws -> Data {
        // The sample's member is x.npy: its name stands in the local and the central header, each behind its length.
        let sample = Data(try UntrustedFile.npz.sample())
        let member = Data("x.npy".utf8)
        let (local, central) = (
            try #require(sample.range(of: member)), try #require(sample.range(of: member, options: .backwards))
        )
        var zip = sample
        for range in [central, local] {
            zip.replaceSubrange(range, with: Data(name.utf8))
            let length = range == central ? range.lowerBound - 18 : range.lowerBound - 4
            zip.replaceSubrange(length..<length + 2, with: [UInt8(name.utf8.count), 0])
        }
        return zip
    }

    /// Every command, with a name, a path, a data set, a checkpoint or a folder of that kind in it.
    @Test(.hangLimit) func nothingReachesTheTerminal() throws {
        let shell = try Shell.prepared()
        let evil = Self.evil
        try evil.write(toFile: "\(shell.folder.path)/evil-name", atomically: true, encoding: .utf8)
        let yaml = """
            name: NAME
            data: DATA
            modulation: { train: 1 }
            net:
              - DifferentiableLut: { output_shape: [10], name: LAYER }
            loss: SoftmaxCrossEntropy
            metrics: CategoricalAccuracy
            optimizer: { Adam: { learning_rate: 0.001 } }
            batch_size: 64
            epochs: 1
            """
        let quoted =
            "\""
            + evil.unicodeScalars.map { scalar in
                scalar.value < 0x20 || scalar.value >= 0x7f ? String(format: "\\u%04x", scalar.value) : String(scalar)
            }.joined() + "\""
        func experiment(_ file: String, name: String = "tame", data: String = "mnist-5k", layer: String = "tame") throws
        {
            try yaml.replacing("NAME", with: name).replacing("DATA", with: data).replacing("LAYER", with: layer).write(
                toFile: "\(shell.folder.path)/\(file)", atomically: true, encoding: .utf8)
        }
        try experiment("evil.yaml", name: quoted)
        try experiment("evil-data.yaml", data: quoted)
        try experiment("evil-layer.yaml", layer: quoted)
        try zip(of: "\(evil).npy").write(to: URL(fileURLWithPath: "\(shell.folder.path)/members.npz"))
        let setUp = try shell.run(
            """
            evil=$(cat evil-name); cp m.bbwb "$evil.bbwb"; cp m.bb_net "$evil.bb_net"; cp x.npy "$evil.npy"
            cp -r runs "$evil runs"; mkdir -p "runs/$evil" && cp -r runs/mnist-lut-tiny/2* "runs/$evil/$evil"
            printf 'x' > "$evil"; "$BBWB" run evil-layer.yaml --epochs 1 --out layers >/dev/null; cp layers/*/*/checkpoints/*.bbwb l.bbwb
            "$BBWB" convert l.bbwb l.bb_netlist >/dev/null && cp l.bb_netlist "$evil.bb_netlist"
            """)
        #expect(setUp.status == 0, "\(setUp)")
        let journal = "\(shell.folder.path)/runs/\(evil)/\(evil)/journal.jsonl"
        try String(contentsOfFile: journal, encoding: .utf8).replacing("\"mnist-5k\"", with: quoted).write(
            toFile: journal, atomically: true, encoding: .utf8)
        let lines = [
            "run \"$E\"", "run \"$E.bbwb\" --epochs 3", "run evil.yaml --epochs 1", "run evil-data.yaml",
            "run --resume \"$E\"",
            "run evil-layer.yaml --epochs 1", "run mnist-lut-tiny --set \"$E=1\"", "run mnist-lut-tiny --out \"$E/x\"",
            "run mnist-lut-tiny --epochs 1 --out \"$E runs\"", "run evil-layer.yaml --epochs 1 --json", "open \"$E\"",
            "open evil-data.yaml", "info \"$E\"", "info evil.yaml", "info evil-data.yaml", "info evil-layer.yaml",
            "info \"$E.bbwb\"", "info \"$E.bb_net\"", "info l.bbwb", "info \"$E.bb_netlist\"", "eval \"$E\"",
            "eval \"$E.bbwb\"",
            "eval l.bbwb --json", "eval m.bbwb --data \"$E\"", "predict \"$E\" --input x.npy --output y",
            "predict m.bbwb --input \"$E\" --output y", "predict m.bbwb --input x.npy --output \"$E/y\"",
            "predict \"$E.bbwb\" --input \"$E.npy\" --output \"$E.y\"", "convert \"$E\" x.bb_net",
            "convert \"$E.bbwb\" \"$E/\"",
            "convert m.bb_net \"$E.bbwb\" --experiment \"$E\"", "convert \"$E.bbwb\" \"$E nets/\"",
            "convert m.bbwb \"$E\"",
            "export \"$E\" --to c --out c", "export m.bbwb --to \"$E\" --out c",
            "export m.bbwb --to c --out \"$E c\" --no-chosen-vectors",
            "export m.bbwb --to c --module \"$E\" --out c", "export l.bbwb --to verilog --out v --no-chosen-vectors",
            "export m.bbwb --to c --out \"$E\" --no-chosen-vectors",
            "runs", "runs --json", "runs \"$E\"", "runs --out \"$E runs\"", "runs --out \"$E\"", "replay \"$E\"",
            "replay \"$E/$E\" --json", "replay \"$E/$E\"", "plot \"$E\" --out p.svg", "plot \"$E/$E\" --out p.svg",
            "plot mnist-lut-tiny --out \"$E.svg\"", "plot mnist-lut-tiny --out \"$E\"",
            "plot mnist-lut-tiny --metric \"$E\" --out p.svg",
            "sweep \"$E\"", "sweep evil.yaml --epochs 1 --oversampling 1", "sweep mnist-lut-tiny --oversampling \"$E\"",
            "data fetch \"$E\"", "data fetch mnist --from \"$E\"", "data path \"$E\"", "bench \"$E\"", "\"$E\"",
            "--\"$E\"", "help \"$E\"",
            "info l.bb_netlist", "convert \"$E.bb_netlist\" x.bb_net", "eval \"$E.bb_netlist\"",
            "export \"$E.bb_netlist\" --to c --out c", "predict l.bb_netlist --input x.npy --output y.npy",
            "predict m.bbwb --input members.npz --output y.npy", "run mnist-lut-tiny --set data=./members.npz",
            "eval m.bbwb --data ./members.npz", "info members.npz", "data path members.npz",
            "run --\"$E\"", "system \"$E\"",
        ]
        for line in lines {
            expectPlain(try shell.run("E=$(cat evil-name); \"$BBWB\" \(line)"), line)
        }
        print("hostile names: \(lines.count) commands")
        // Pictures and sources are read by other programs: nothing of it is in them unescaped.
        let files = try shell.run(
            "cat p.svg \"$(cat evil-name).svg\" $(find v c -type f | head -100) | LC_ALL=C grep -c $'\\x1b\\|\\xc2\\x9b\\|\\x07'"
        )
        #expect(files.output == "0\n", "\(files)")
    }
}
