import Foundation
import Testing

/// What a command that a page shows has to print or write.
enum CommandOutput {
    /// Comments behind commands, and words that the command has to print for each to be true.
    static let promises: [String: [String]] = [
        "one line per epoch; --json for scripts; ctrl-C saves": ["epoch 1 ", "epoch 2 ", "saved runs/"],
        "as stored, in binary mode, and as a netlist": ["stored ", "binary ", "netlist ", "loss", "accuracy"],
        "the net as stored; input [frames, …shape], uint8 means pixel / 255": [],
        "fields, commands and hardware of a layer class": [
            "output_shape: shape, required", "command binary", "hardware: tables",
        ],
        "layers, shapes, parameters, LUTs, memory needed for training": [
            "layer", "1×28×28", "parameters", "LUTs", "memory: ", "activations",
        ],
        "the same for a trained net, and its LUTs after simplification": [
            "layer", "1×28×28", "parameters", "LUTs", " simplified",
        ],
        "or --to vhdl, c, hls, blif, aiger: Documentation/Export.md": ["LUTs", "written in"],
        "to BinaryBrain's file format, or back": [],
        "for the original's Python package": [],
        "for its C++ library": [],
        "a checkpoint at step 0 that starts with the net in DIR": [],
        "fewer and fewer LUTs: Documentation/DontCares.md": ["LUTs"],
        "its LUTs": [],
        "mnist, fashion-mnist, cifar10": [],
        "past runs; run --resume RUN continues one": ["mnist-lut-tiny/"],
        "past runs, newest first, whose name, data, state or seed contains the words": ["mnist-lut-tiny/"],
        "shows a run that another process trains": ["finished: "],
        "shows a run while another process trains it; without a terminal prints its epochs": ["finished: "],
        "plots of up to six runs, as SVG, PNG or PPM": [],
        "the screen's plots as SVG, PNG or PPM; up to six runs in one picture": [],
        "trains at x1 x3 x7 x15 x31: table, CSV, picture": ["x1 ", "x3 ", "x7 ", "x15 ", "x31 ", ".csv", ".svg"],
        "trains and tests at x1 x3 x7 x15 x31: table, CSV, picture": ["x1 ", "x31 ", ".csv", ".svg"],
        "every net in Documentation/Results.md, one seed and one epoch each": ["wrote runs/quick/"],
        "trains every net in a table, with its seeds, and writes a page": ["wrote runs/quick/"],
        "repeats a run, each command at its step, and compares every bit": ["identical"],
        "repeats a run, each command at its step; any number of threads": ["identical"],
        "continues from a run's newest state, however it ended": ["runs/mnist-lut-tiny/"],
        "a run as one HTML page: curves, experiment, net, LUTs, reports of exports": ["report.html"],
        "every combination: table, CSV, picture": ["batch_size", "epochs.csv", "curves.svg"],
        "one line per task; trains nothing": ["task", "seed", "open"],
        "these tasks, by number": ["2 epochs"],
        "whatever is still to do, until nothing is left": ["seed 2  2 epochs"],
        "the same in two processes": ["2 epochs", "epochs.csv"],
        "table and files of the results so far": ["seeds", "epochs.csv"],
        "an array: sbatch FILE": ["#SBATCH --array=0-3"],
        "GNU parallel on one machine": ["seq 0 3 | parallel"],
        "one command per line": ["--task 0", "--task 3"],
        "all devices, or why there are none": ["devices     "],
        "what is known of one": ["driver", "exact"],
        "layers on it and on the processor, bit by bit": ["\n0 of "],
        "by its number in bbwb system": ["epoch 1 "],
        "the first exact device that is no processor; the processor, if there is none": ["epoch 1 "],
        "a run of the processor once more, on the device": ["device 0: ", "identical"],
        "which layers run there, and how many bytes cross in a mini-batch": ["run there", "bytes cross"],
        "an experiment, with the options of bbwb run": ["added 3: mnist-lut-tiny  waiting"],
        "a sweep, with the options of bbwb sweep: one entry": ["added 3: mnist-lut-tiny  waiting  0/2 trainings"],
        "number, state, progress, figures, run, and who is at work": ["finished", "waiting", "nobody is at work"],
        "trains what waits, one after another": ["2 mnist-lut-tiny  finished: test accuracy"],
        "two at a time": ["finished: test accuracy"],
        "before all others, or: up, down, last, a place": ["order: 2 1"],
        "saved and left by whoever trains it": ["paused 2"],
        "from where it was": ["resumed 2"],
        "what has failed": ["will be tried again: 2"],
        "its runs stay": ["removed 2"],
        "all who work on it save and end": ["nobody works on the queue"],
        "experiments and sweeps that wait, and processes that train them": ["waiting"],
        "speed of layers and nets, against the machine's limits": ["GFLOP/s"],
    ]

    /// What holds for every call of a command.
    static func check(_ text: String, of arguments: [String], in folder: String) throws {
        let lines = text.split(separator: "\n")
        if arguments.contains("--json") {
            for line in lines {
                #expect(throws: Never.self, "\(line)") { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
            }
        }
        func value(behind option: String) -> String? {
            arguments.firstIndex(of: option).flatMap { arguments.dropFirst($0 + 1).first }
        }
        func begins(_ path: String, with magic: [UInt8]) {
            let bytes = FileManager.default.contents(atPath: "\(folder)/\(path)") ?? Data()
            #expect(bytes.starts(with: magic), "\(arguments): \(path) begins with \(Array(bytes.prefix(8)))")
        }
        switch arguments[0] {
        case "export":
            let bundle = try #require(value(behind: "--out"))
            for file in ["MANIFEST", "report.txt", "io.md", "proof.txt", "Makefile"] {
                #expect(FileManager.default.fileExists(atPath: "\(folder)/\(bundle)/\(file)"), "\(arguments): \(file)")
            }
        case "predict": begins(try #require(value(behind: "--output")), with: [0x93] + Array("NUMPY".utf8))
        case "report": #expect(text.hasPrefix("wrote ") && text.hasSuffix(".html\n"))
        case "plot": begins(try #require(value(behind: "--out")), with: Array("<".utf8))
        case "convert": #expect(FileManager.default.fileExists(atPath: "\(folder)/\(arguments[2])"))
        case "data" where arguments[1] == "path":
            #expect(FileManager.default.fileExists(atPath: String(lines.first ?? "")))
        default: #expect(!lines.isEmpty, "\(arguments) prints nothing")
        }
    }
}
