import BinaryBrain
import Datasets

extension Checkpoint {
    /// The sections of a `.bbwb` file, in their order.
    private static let sectionNames = ["spec", "progress", "net", "models", "optimize", "order", "history"]

    /// The bytes of a `.bbwb` file.
    func encode() -> [UInt8] {
        let names =
            Self.sectionNames + (sampleRange == nil ? [] : ["samples"]) + (course.state.isEmpty ? [] : ["course"])
            + (preparation == nil ? [] : ["prepare"]) + (columns == nil ? [] : ["columns"])
        return CheckpointContainer.encode(names.map { ($0, sectionBytes($0)) })
    }

    /// The bytes of one section.
    func sectionBytes(_ name: String) -> [UInt8] {
        switch name {
        case "spec": section { $0.write(specification) }
        case "progress": section { $0.write(progress) }
        case "net": net
        case "models":
            section { writer in
                writer.write(UInt64(modelStates.count))
                for state in modelStates { writer.write(state) }
            }
        case "optimize":
            section { writer in
                writer.write(optimizer.scalars)
                writer.write(UInt64(optimizer.tensors.count))
                for tensor in optimizer.tensors { writer.write(tensor) }
            }
        case "order":
            section { writer in
                writer.write(array: order.permutation)
                writer.write(UInt64(order.position))
                writer.write(array: order.generatorState)
            }
        case "history":
            section { writer in
                for history in [
                    histories.trainLoss, histories.trainMetric, histories.testLoss, histories.testMetric,
                ] {
                    writer.write(history)
                }
                writer.write(UInt64(steering.count))
                for event in steering { writer.write(event) }
            }
        case "prepare": section { writer in if let preparation { writer.write(preparation) } }
        case "columns": section { writer in if let columns { writer.write(columns) } }
        case "samples": section { writer in if let sampleRange { writer.write(sampleRange) } }
        case "course": section { $0.write(course.state) }
        default: preconditionFailure("a checkpoint has no section '\(name)'")
        }
    }

    private func section(_ fill: (inout CheckpointWriter) -> Void) -> [UInt8] {
        var writer = CheckpointWriter()
        fill(&writer)
        return writer.bytes
    }

    /// Reads a `.bbwb` file. The net in it is not decoded yet.
    /// - Throws: `BrainError` of kind `.format` for anything but an intact checkpoint.
    init(decoding file: [UInt8], path: String) throws {
        let sections = try CheckpointContainer.decode(file, path: path)
        func read<Value>(_ name: String, _ body: (inout CheckpointReader) throws -> Value) throws -> Value {
            guard let bytes = sections[name] else {
                throw BrainError.damagedCheckpoint(path, "it has no section '\(name)'")
            }
            var reader = CheckpointReader(bytes, path: path)
            let value = try body(&reader)
            guard reader.remaining == 0 else { throw reader.damaged("section '\(name)' has too many bytes") }
            return value
        }
        specification = try read("spec") { try $0.text("experiment") }
        progress = try read("progress") { try $0.progress() }
        guard let netBytes = sections["net"] else {
            throw BrainError.damagedCheckpoint(path, "it has no section 'net'")
        }
        net = Array(netBytes)
        modelStates = try read("models") { try $0.list("model states", minimumSize: 8) { try $0.state("model state") } }
        optimizer = try read("optimize") { reader in
            OptimizerState(
                scalars: try reader.state("optimizer scalars"),
                tensors: try reader.list("optimizer moments", minimumSize: 8) { try $0.floats("optimizer moments") })
        }
        order = try read("order") { reader in
            let order = BatchOrder(
                permutation: try reader.array(Int32.self, "order of samples"),
                position: try reader.count("position in the epoch"),
                generatorState: try reader.array(UInt64.self, "shuffle generator"))
            guard let order else { throw reader.damaged("the order of samples is not a permutation") }
            return order
        }
        (histories, steering) = try read("history") { reader in
            let histories = Histories(
                trainLoss: try reader.history("training losses"), trainMetric: try reader.history("training metrics"),
                testLoss: try reader.history("test losses"), testMetric: try reader.history("test metrics"))
            return (histories, try reader.list("steering events", minimumSize: 32) { try $0.event("steering event") })
        }
        if sections["course"] != nil {
            course = try read("course") { reader in
                guard let course = TrainingCourse(state: try reader.state("course of the training")) else {
                    throw reader.damaged("the course of its training is none")
                }
                return course
            }
        }
        sampleRange = try sections["samples"] == nil ? nil : read("samples") { try $0.sampleRange() }
        preparation = try sections["prepare"] == nil ? nil : read("prepare") { try $0.preparation() }
        columns = try sections["columns"] == nil ? nil : read("columns") { try $0.columnNames() }
    }
}

extension CheckpointWriter {
    mutating func write(_ range: SampleRange) {
        write(range.isPixels)
        write(Double(range.low))
        write(Double(range.high))
    }

    mutating func write(_ progress: Progress) {
        for value in [
            progress.step, progress.epoch, progress.stepInEpoch, progress.imageCount, progress.batchSize,
            progress.trainModulation, progress.testModulation,
        ] {
            write(Int64(value))
        }
        write(progress.awaitsEvaluation)
        write(progress.lossSum)
        write(progress.metricSum)
        write(progress.method.rawValue)
    }
}

extension CheckpointReader {
    mutating func sampleRange() throws -> SampleRange {
        let isPixels = try bool("kind of samples")
        let (low, high) = (Float(try double("smallest value")), Float(try double("largest value")))
        guard low.isFinite, high.isFinite, low <= high else { throw damaged("its samples lie from \(low) to \(high)") }
        return SampleRange(isPixels: isPixels, low: low, high: high)
    }

    mutating func progress() throws -> Progress {
        var progress = Progress()
        progress.step = try count("step")
        progress.epoch = try count("epoch")
        progress.stepInEpoch = try count("step in the epoch")
        progress.imageCount = try count("images of the epoch")
        progress.batchSize = try count("batch size")
        progress.trainModulation = try count("training modulation")
        progress.testModulation = try count("test modulation")
        progress.awaitsEvaluation = try bool("pending evaluation")
        progress.lossSum = try double("sum of losses")
        progress.metricSum = try double("sum of metrics")
        guard let method = ModulationMethod(rawValue: try text("modulation method")) else {
            throw damaged("it names an unknown modulation method")
        }
        progress.method = method
        guard Command.batchSizes.contains(progress.batchSize) else {
            throw damaged("its batch size is \(progress.batchSize)")
        }
        return progress
    }
}
