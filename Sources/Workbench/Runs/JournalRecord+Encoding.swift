import Foundation

extension JournalRecord.Measurement: Encodable {
    private enum CodingKeys: String, CodingKey {
        case loss, accuracy, mse
    }

    /// `{"accuracy":…,"loss":…}`, or `mse` for a regression.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(loss, forKey: .loss)
        try container.encode(metric, forKey: kind == .accuracy ? .accuracy : .mse)
    }
}

extension JournalRecord: Encodable {
    private enum CodingKeys: String, CodingKey {
        case event, experiment, data, seed, epochs, step, epoch, train, test, command, level, text, path, reason, time
        case version
        case batchSize = "batch_size"
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
            try container.encode(WorkbenchVersion.current, forKey: .version)
            try container.encode(start.experiment, forKey: .experiment)
            try container.encode(start.data, forKey: .data)
            try container.encode(start.seed, forKey: .seed)
            try container.encode(start.epochs, forKey: .epochs)
            try container.encode(start.batchSize, forKey: .batchSize)
            try container.encode(start.step, forKey: .step)
            try container.encodeIfPresent(start.resumedFrom, forKey: .resumedFrom)
        case .command(let step, let command):
            try container.encode("command", forKey: .event)
            try container.encode(step, forKey: .step)
            try container.encode(command.description, forKey: .command)
        case .epoch(let epoch):
            try container.encode("epoch", forKey: .event)
            try container.encode(epoch.epoch, forKey: .epoch)
            try container.encode(epoch.step, forKey: .step)
            try container.encode(epoch.train, forKey: .train)
            try container.encode(epoch.test, forKey: .test)
            try container.encode(epoch.framesPerSecond, forKey: .framesPerSecond)
            try container.encode(epoch.imagesPerSecond, forKey: .imagesPerSecond)
        case .message(let event):
            try container.encode("message", forKey: .event)
            try container.encode(event.step, forKey: .step)
            try container.encode(event.level, forKey: .level)
            try container.encode(event.text, forKey: .text)
            try container.encode(event.time, forKey: .time)
        case .checkpoint(let step, let path):
            try container.encode("checkpoint", forKey: .event)
            try container.encode(step, forKey: .step)
            try container.encode(path, forKey: .path)
        case .end(let reason, let step, let epoch):
            try container.encode("end", forKey: .event)
            try container.encode(reason, forKey: .reason)
            try container.encode(step, forKey: .step)
            try container.encode(epoch, forKey: .epoch)
        }
    }
}
