import Foundation
import TestSupport

/// What the words that stand for something (`MODEL`, `X.npy`, `NAME`) are when a page's command line is run.
struct CommandBindings {
    /// A word that stands for something of which nothing is known here: add it to `value(of:…)`.
    struct Unknown: Error, CustomStringConvertible {
        let description: String
    }

    /// What `bbwb bench NAME` measures.
    static let quickBenchmark = "adagrad"

    let workplace: DocumentWorkplace

    /// The words of a command with everything bound.
    func bind(_ words: [String], page: String) throws -> [String] {
        var bound: [String] = []
        for word in words {
            let values = try value(
                of: word, command: words.dropFirst().first ?? "", after: bound.last ?? "", page: page)
            for value in values where value.contains("…") || value.contains("[") || value.contains("|") {
                throw Unknown(description: "\(page): '\(word)' in '\(words.joined(separator: " "))' cannot be bound")
            }
            bound += values
        }
        return bound
    }

    private func value(of word: String, command: String, after previous: String, page: String) throws -> [String] {
        let model = page == "Documentation/Convolution.md" ? workplace.convolutionalModel : workplace.model
        switch (word, command, previous) {
        case ("…", "export", _): return [model, "--out", "bundle"]
        case ("runs/sweeps/NAME", _, _): return [workplace.sweep]
        case ("MODEL", _, _), ("MODEL.bbwb", _, _): return [model]
        case ("RUN", _, _): return [workplace.run]
        case ("CLASS", "info", _): return ["DifferentiableLut"]
        case ("RUN…", "plot", _): return [workplace.run, "mnist-lut-simple"]
        case ("EXPERIMENT", _, _), ("FILE", "FILE", _): return ["mnist-lut-tiny"]
        case ("WORDS…", "runs", _): return ["tiny", "finished"]
        case ("X.npy", _, "--input"): return [workplace.samples]
        case ("Y.npy", _, "--output"): return ["Y.npy"]
        case ("NET.bb_net", "convert", _): return ["NET.bb_net"]
        case ("F.svg", "plot", "--out"): return ["F.svg"]
        case ("DIR", "export", "--out"), ("DIR", "run", "--out"): return ["DIR"]
        case ("DIR", "data", "--from"): return [DocumentWorkplace.fashionFiles]
        case ("DIR", "info", _), ("DIR", "eval", _): return [workplace.savedNets]
        case ("DIR/", "convert", _): return ["DIR/"]
        case ("DIR", "convert", _): return [workplace.savedNets]
        case ("NAME", "export", "--module"): return ["digits"]
        case ("NAME", _, "--data"): return ["mnist-5k"]
        case ("NAME", "data", "fetch"), ("NAME", "data", "path"):
            return [previous == "path" ? "mnist-5k" : "fashion-mnist"]
        case ("NAME", "run", _): return ["mnist-lut-tiny"]
        case ("NAME", "bench", _): return [Self.quickBenchmark]
        case ("FILE", "bench", _): return [ProjectFolder.path("Benchmarks/results/amd-epyc-zen4-1-thread.jsonl")]
        case ("LIST", "bench", _): return ["1,2"]
        case ("NAME", "--theme", _): return ["light"]
        case ("K", "export", "--registers"), ("N", "replay", "--threads"): return ["2"]
        case ("N", "run", "--epochs"): return ["3"]
        case ("N", "export", _): return ["3"]
        case ("F", "export", "--clock"): return ["100MHz"]
        case ("FILE.npy", "export", "--vectors"): return [workplace.samples]
        case (_, _, _) where word.hasPrefix("step-") && word.hasSuffix(".bbwb"): return [model]
        case (_, _, _) where word.hasPrefix("runs/mnist-lut-simple/…/"): return [workplace.simpleModel]
        default: break
        }
        // A word all in capitals stands for something; module names, settings and values do not look so.
        let letters = word.filter(\.isLetter)
        guard letters.count < 1 || letters != letters.uppercased() || word.hasPrefix("-") else {
            throw Unknown(description: "\(page): '\(word)' of 'bbwb \(command)' stands for something unknown here")
        }
        return [word]
    }
}
