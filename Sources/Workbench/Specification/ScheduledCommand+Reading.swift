import BinaryBrain

extension ScheduledCommand {
    private static let example = "- epoch 5: lut_binarize true"

    /// Reads a list of `epoch 5: lut_binarize true` or `step 300: [binary false @2, learning_rate 0.001]`, or the same as a mapping.
    static func list(_ value: SpecificationValue, net: RehearsalNet) throws -> [ScheduledCommand] {
        var commands: [ScheduledCommand] = []
        for entry in try entries(value) {
            guard let moment = Moment(parsing: entry.name) else {
                throw entry.value.error(
                    "'\(entry.name)' is not a moment", "write epoch 5, step 300 or end, and a command")
            }
            let texts: [SpecificationValue]
            if case .sequence = entry.value.node {
                texts = try entry.value.elements("commands")
            } else {
                texts = [entry.value]
            }
            for text in texts {
                let command = try command(text)
                // What comes before it in the list has been rehearsed on the same net.
                try net.rehearse(command, for: text)
                commands.append(ScheduledCommand(moment, command))
            }
        }
        return commands
    }

    private static func entries(_ value: SpecificationValue) throws -> [(name: String, value: SpecificationValue)] {
        guard case .sequence = value.node else {
            return try value.members("moments and their commands", example: "at: and below it \(example)")
        }
        return try value.elements("at").flatMap { try $0.members("a moment and its command", example: example) }
    }

    private static func command(_ value: SpecificationValue) throws -> Command {
        let text = try value.text()
        let command: Command
        do { command = try Command(parsing: text) } catch let reason as BrainError {
            throw value.error("\(reason.what): \(reason.why)", reason.remedy)
        }
        if let objection = objection(to: command) {
            throw value.error("'\(text)' cannot be given beforehand: \(objection)", "leave it out, or send it by hand")
        }
        return command
    }
}
