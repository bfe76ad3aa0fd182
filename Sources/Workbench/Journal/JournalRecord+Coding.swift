import BinaryBrain
import Datasets
import Foundation

extension JournalRecord.Measurement: Codable {
    /// A key that is known only once the metric is.
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }

        static let loss = Key(stringValue: "loss")
        static let better = Key(stringValue: "better")
        static let share = Key(stringValue: "share")
    }

    /// `{"accuracy":…,"loss":…}`, or `mse` for a regression. Of a metric that is neither the line says which way it is better, and
    /// whether it is a share: `{"better":"higher","f1":…,"loss":…,"share":true}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(loss, forKey: .loss)
        try container.encode(metric, forKey: Key(stringValue: kind.name))
        guard kind != .accuracy, kind != .mse else { return }
        try container.encode(kind.better.rawValue, forKey: .better)
        if kind.isShare { try container.encode(true, forKey: .share) }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let kind = try Self.kind(in: container)
        self.init(
            loss: try container.decode(Double.self, forKey: .loss),
            metric: try container.decode(Double.self, forKey: Key(stringValue: kind.name)), kind: kind)
    }

    private static func kind(in container: KeyedDecodingContainer<Key>) throws -> MetricKind {
        if let known = [MetricKind.accuracy, .mse].first(where: { container.contains(Key(stringValue: $0.name)) }) {
            return known
        }
        let others = [Key.loss, .better, .share].map(\.stringValue)
        let names = container.allKeys.map(\.stringValue).filter { !others.contains($0) }
        let share = try container.decodeIfPresent(Bool.self, forKey: .share) ?? false
        let better = try container.decode(String.self, forKey: .better)
        // Its own form, so that a line from elsewhere can give it no name that a metric cannot have.
        guard names.count == 1, let kind = MetricKind(rawValue: "\(names[0]) \(better)" + (share ? " share" : ""))
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .better, in: container, debugDescription: "there is no metric in this line")
        }
        return kind
    }
}

extension JournalRecord: Codable {
    private enum CodingKeys: String, CodingKey {
        case event, experiment, data, seed, epochs, step, epoch, train, validation, test, command, level, text, path,
            reason, time
        case version, kernels, owner, loaded, automatic, digest, at
        case batchSize = "batch_size"
        case netEpoch = "net_epoch"
        case netStep = "net_step"
        case resumedFrom = "resumed_from"
        case framesPerSecond = "frames_per_second"
        case imagesPerSecond = "images_per_second"
    }

    /// One object whose `event` says which record it is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .start(let start):
            try container.encode("start", forKey: .event)
            try container.encode(BrainSystem.versionString, forKey: .version)
            try container.encode(start.experiment, forKey: .experiment)
            try container.encode(start.data, forKey: .data)
            try container.encode(start.seed, forKey: .seed)
            try container.encode(start.epochs, forKey: .epochs)
            try container.encode(start.batchSize, forKey: .batchSize)
            try container.encode(start.step, forKey: .step)
            try container.encodeIfPresent(start.epoch, forKey: .epoch)
            try container.encodeIfPresent(start.origin, forKey: .resumedFrom)
            try container.encode(start.time, forKey: .time)
            try container.encode(start.kernels, forKey: .kernels)
            try container.encodeIfPresent(start.owner, forKey: .owner)
        case .command(let given):
            try container.encode("command", forKey: .event)
            try container.encode(given.step, forKey: .step)
            try container.encode(given.command.description, forKey: .command)
            try container.encodeIfPresent(given.loaded, forKey: .loaded)
            try container.encodeIfPresent(given.moment, forKey: .at)
        case .epoch(let epoch):
            try container.encode("epoch", forKey: .event)
            try container.encode(epoch.epoch, forKey: .epoch)
            try container.encode(epoch.step, forKey: .step)
            try container.encode(epoch.train, forKey: .train)
            try container.encode(epoch.heldOut, forKey: epoch.part == .test ? .test : .validation)
            try container.encode(epoch.framesPerSecond, forKey: .framesPerSecond)
            try container.encode(epoch.imagesPerSecond, forKey: .imagesPerSecond)
        case .test(let test):
            try container.encode("test", forKey: .event)
            try container.encode(test.step, forKey: .step)
            try container.encode(test.netEpoch, forKey: .netEpoch)
            try container.encode(test.netStep, forKey: .netStep)
            try container.encode(test.test, forKey: .test)
        case .message(let event):
            try container.encode("message", forKey: .event)
            try container.encode(event.step, forKey: .step)
            try container.encode(event.level, forKey: .level)
            try container.encode(event.text, forKey: .text)
            try container.encode(event.time, forKey: .time)
        case .checkpoint(let saved):
            try container.encode("checkpoint", forKey: .event)
            try container.encode(saved.step, forKey: .step)
            try container.encode(saved.path, forKey: .path)
            try container.encode(saved.isAutomatic, forKey: .automatic)
            try container.encode(saved.digest, forKey: .digest)
        case .end(let end):
            try container.encode("end", forKey: .event)
            try container.encode(end.reason, forKey: .reason)
            try container.encode(end.step, forKey: .step)
            try container.encode(end.epoch, forKey: .epoch)
            try container.encode(end.time, forKey: .time)
            try container.encodeIfPresent(end.digest, forKey: .digest)
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys) throws -> Value {
            try container.decode(Value.self, forKey: key)
        }
        let event: String = try value(.event)
        switch event {
        case "start":
            self = .start(
                Start(
                    experiment: try value(.experiment), data: try value(.data), seed: try value(.seed),
                    epochs: try value(.epochs), batchSize: try value(.batchSize), step: try value(.step),
                    epoch: try container.decodeIfPresent(Int.self, forKey: .epoch),
                    origin: try container.decodeIfPresent(KeptCheckpoint.self, forKey: .resumedFrom),
                    time: try value(.time), kernels: try value(.kernels),
                    owner: try? container.decodeIfPresent(RunOwner.self, forKey: .owner)))
        case "command":
            self = .command(
                GivenCommand(
                    step: try value(.step), command: try Command(parsing: value(.command)),
                    loaded: try container.decodeIfPresent(KeptCheckpoint.self, forKey: .loaded),
                    moment: try container.decodeIfPresent(String.self, forKey: .at)))
        case "epoch":
            let part: DataPart = container.contains(.validation) ? .validation : .test
            self = .epoch(
                Epoch(
                    epoch: try value(.epoch), step: try value(.step), train: try value(.train),
                    heldOut: try value(part == .test ? .test : .validation), part: part,
                    framesPerSecond: try value(.framesPerSecond), imagesPerSecond: try value(.imagesPerSecond)))
        case "test":
            self = .test(
                Test(
                    step: try value(.step), netEpoch: try value(.netEpoch), netStep: try value(.netStep),
                    test: try value(.test)))
        case "message":
            self = .message(
                SessionEvent(
                    step: try value(.step), time: try value(.time), level: try value(.level), text: try value(.text)))
        case "checkpoint":
            self = .checkpoint(
                SavedCheckpoint(
                    step: try value(.step), path: try value(.path), isAutomatic: try value(.automatic),
                    digest: try value(.digest)))
        case "end":
            self = .end(
                End(
                    reason: try value(.reason), step: try value(.step), epoch: try value(.epoch),
                    time: try value(.time), digest: try container.decodeIfPresent(StateDigest.self, forKey: .digest)))
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .event, in: container, debugDescription: "there is no event '\(event)'")
        }
    }
}
