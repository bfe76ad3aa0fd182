import BinaryBrain

extension Command: CustomStringConvertible {
    /// The command in words that `Command(parsing:)` reads: what the journal keeps and the palette takes.
    public var description: String {
        switch self {
        case .binary(let value, let layers): return "binary \(value) \(layers)"
        case .hostOnly(let value, let layers): return "host_only \(value) \(layers)"
        case .device(let value, let layers): return "device \(value) \(layers)"
        case .modulation(let train, let test):
            return "modulation" + (train.map { " train \($0)" } ?? "") + (test.map { " test \($0)" } ?? "")
        case .modulationMethod(let method): return "modulation_method \(method.rawValue)"
        // The engine keeps single precision: the shortest number that is the same there says all.
        case .learningRate(let rate): return "learning_rate \(FigureText.shortest(Float(rate)))"
        case .batchSize(let size): return "batch_size \(size)"
        case .epochs(let count): return "epochs \(count)"
        case .send(let command, let layers): return "\(command) \(layers)"
        case .save(let path): return "save" + (path.map { " \($0)" } ?? "")
        case .load(let path): return "load \(path)"
        case .export(let request): return "export \(request)"
        case .pause: return "pause"
        case .resume: return "resume"
        case .stepMiniBatch: return "step"
        case .stepEpoch: return "epoch"
        case .recalibrate: return "recalibrate"
        case .prune(let share, let target):
            return "prune \(target == .luts ? "" : "\(target.rawValue) ")\(FigureText.shortest(Float(share)))"
        case .restart: return "restart"
        case .measureTest: return "test"
        case .stop: return "stop"
        }
    }

    /// Reads a command: a `CommandVerb` and what belongs behind it, or any command string of the manual (`binary true`, `lut_binarize false`), with
    /// the layers that it is for behind an `@` (`binary true @2`); without, it is for all.
    ///
    /// - Throws: `BrainError` of kind `.command`.
    public init(parsing text: String) throws {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first else {
            throw Self.unreadable(text, "it is empty", "write a command, such as 'binary true'")
        }
        let rest = text.drop { $0.isWhitespace }.dropFirst(first.count).trimmingWhitespace
        guard let verb = CommandVerb(rawValue: first), let command = try Self.command(verb, rest, text) else {
            self = try Self.layerCommand(text)
            return
        }
        self = command
    }

    /// The command of a verb; nil if something stands behind one that takes nothing, which can be a command to layers.
    private static func command(_ verb: CommandVerb, _ rest: String, _ text: String) throws -> Command? {
        switch verb {
        case .save: return .save(rest.isEmpty ? nil : rest)
        case .load:
            guard !rest.isEmpty else { throw unreadable(text, "it names no file", "write load FILE") }
            return .load(rest)
        case .export: return .export(try ExportRequest(parsing: words(rest)[...]))
        case .modulation: return try modulation(words(rest)[...], text)
        case .modulationMethod:
            guard let method = ModulationMethod(rawValue: rest) else {
                let methods = ModulationMethod.allCases.map(\.rawValue)
                throw unreadable(text, "it names no rule", NearestName.remedy(for: rest, among: methods))
            }
            return .modulationMethod(method)
        case .learningRate:
            guard let rate = Double(rest), LayerField.learningRates.contains(rate) else {
                throw unreadable(text, "it has no usable rate", "give one from 1e-9 to 1000: learning_rate 0.001")
            }
            return .learningRate(rate)
        case .batchSize:
            guard let size = Int(rest), batchSizes.contains(size) else {
                throw unreadable(
                    text, "it has no usable size", "give one from 1 to \(batchSizes.upperBound): batch_size 64")
            }
            return .batchSize(size)
        case .epochs:
            guard let count = Int(rest), epochCounts.contains(count) else {
                throw unreadable(text, "it has no usable number", "give the total number of epochs: epochs 20")
            }
            return .epochs(count)
        case .pause: return rest.isEmpty ? .pause : nil
        case .resume: return rest.isEmpty ? .resume : nil
        case .step: return rest.isEmpty ? .stepMiniBatch : nil
        case .epoch: return rest.isEmpty ? .stepEpoch : nil
        case .recalibrate: return rest.isEmpty ? .recalibrate : nil
        case .prune: return try prune(words(rest)[...], text)
        case .restart: return rest.isEmpty ? .restart : nil
        case .test: return rest.isEmpty ? .measureTest : nil
        case .stop: return rest.isEmpty ? .stop : nil
        }
    }

    /// `prune 0.1`, `prune wires 0.1`, `prune inputs 0.05`.
    private static func prune(_ words: ArraySlice<String>, _ text: String) throws -> Command {
        var rest = words
        let target = rest.count > 1 ? rest.popFirst().flatMap(PruningTarget.init(rawValue:)) : .luts
        guard let target, rest.count == 1, let share = rest.first.flatMap(Double.init),
            PruningTarget.shares.contains(share)
        else {
            throw unreadable(
                text, "it gives no share from \(PruningTarget.shares.lowerBound) to \(PruningTarget.shares.upperBound)",
                "write prune 0.1, prune wires 0.1 or prune inputs 0.1")
        }
        return .prune(share, target)
    }

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// `modulation 7`, `modulation train 7`, `modulation test 15`, `modulation train 7 test 15`.
    private static func modulation(_ words: ArraySlice<String>, _ text: String) throws -> Command {
        let usage = unreadable(
            text, "it gives no size from 1 to \(RealToBinary.maximumModulationSize)",
            "write modulation 7, modulation train 7, or modulation test 15")
        func size(_ word: String) throws -> Int {
            guard let value = Int(word), (1...RealToBinary.maximumModulationSize).contains(value) else { throw usage }
            return value
        }
        if words.count == 1, let word = words.first {
            let value = try size(word)
            return .modulation(train: value, test: value)
        }
        var sides: [String: Int] = [:]
        var rest = words
        while let side = rest.popFirst() {
            guard side == "train" || side == "test", sides[side] == nil, let word = rest.popFirst() else { throw usage }
            sides[side] = try size(word)
        }
        guard !sides.isEmpty else { throw usage }
        return .modulation(train: sides["train"], test: sides["test"])
    }

    /// A command string for layers, with or without the layers that it is for.
    private static func layerCommand(_ text: String) throws -> Command {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 1 || parts[0].last?.isWhitespace == true else {
            throw unreadable(text, "'@' is inside a word", "write 'binary true @2'")
        }
        let target = parts.count == 1 ? "@all" : "@" + Substring(parts[1]).trimmingWhitespace
        guard let layers = LayerSelector(parsing: target) else {
            throw unreadable(text, "'\(target)' names no layer", "write @all, @2 or @DifferentiableLut")
        }
        let words = words(parts[0])
        if words.count == 1 {
            let known = CommandVerb.allCases.map(\.rawValue) + LayerCommand.known.map(\.verb)
            throw unreadable(text, "there is no such command", NearestName.remedy(for: words[0], among: known))
        }
        let command = try ModelCommand(parts[0])
        switch command.verb {
        case "binary": return .binary(try command.bool(), layers)
        case "host_only": return .hostOnly(try command.bool(), layers)
        case "device": return .device(try command.bool(), layers)
        default: return .send(command, layers)
        }
    }

    private static func unreadable(_ text: String, _ why: String, _ remedy: String) -> BrainError {
        BrainError(.command, what: "command '\(text)'", why: why, remedy: remedy)
    }
}

extension Substring {
    fileprivate var trimmingWhitespace: String {
        var text = self.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
