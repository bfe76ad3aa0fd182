import BinaryBrain
import Datasets
import Foundation

/// Values one after another, each in eight bytes or with its length in front.
struct IndexWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: UInt64) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
    mutating func write(_ value: Int) { write(UInt64(bitPattern: Int64(value))) }
    mutating func write(_ value: Double) { write(value.bitPattern) }

    mutating func write(_ text: String) {
        let utf8 = Array(text.utf8)
        write(utf8.count)
        bytes += utf8
    }

    mutating func write(_ entry: RunIndex.Entry) {
        write(entry.journal.inode)
        write(Int(entry.journal.size))
        write(Int(entry.journal.modified))
        write(entry.specification)
        let summary = entry.summary
        for text in [summary.name, summary.experiment, summary.data, summary.state.rawValue] { write(text) }
        write(summary.seed)
        write(summary.began.timeIntervalSince1970)
        for number in [summary.epoch, summary.epochs, summary.step, summary.steeringCount] { write(number) }
        write(summary.owner.flatMap { try? JSONLine.text($0) } ?? "")
        for epoch in [summary.last, summary.best] { write(epoch) }
        write(summary.test)
    }

    private mutating func write(_ figures: JournalRecord.Measurement) {
        write(figures.loss)
        write(figures.metric)
        write(figures.kind.rawValue)
    }

    private mutating func write(_ epoch: JournalRecord.Epoch?) {
        write(epoch == nil ? 0 : 1)
        guard let epoch else { return }
        write(epoch.epoch)
        write(epoch.step)
        write(epoch.train)
        write(epoch.heldOut)
        write(epoch.part.rawValue)
        write(epoch.framesPerSecond)
        write(epoch.imagesPerSecond)
    }

    private mutating func write(_ test: JournalRecord.Test?) {
        write(test == nil ? 0 : 1)
        guard let test else { return }
        write(test.step)
        write(test.netEpoch)
        write(test.netStep)
        write(test.test)
    }
}

/// Reads what `IndexWriter` wrote, believing no length.
struct IndexReader {
    /// What is not what was written.
    struct Damage: Error {}

    private let bytes: [UInt8]
    private var place: Int

    init(_ bytes: [UInt8], from place: Int) { (self.bytes, self.place) = (bytes, place) }

    mutating func unsigned() throws -> UInt64 {
        guard bytes.count - place >= 8 else { throw Damage() }
        defer { place += 8 }
        let start = place
        return bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt64.self)) }
    }

    mutating func signed() throws -> Int64 { Int64(bitPattern: try unsigned()) }
    mutating func number() throws -> Int { Int(try signed()) }
    mutating func real() throws -> Double { Double(bitPattern: try unsigned()) }

    mutating func text() throws -> String {
        let count = try number()
        guard count >= 0, count <= bytes.count - place else { throw Damage() }
        defer { place += count }
        return String(decoding: bytes[place..<place + count], as: UTF8.self)
    }

    private mutating func choice<Value: RawRepresentable<String>>() throws -> Value {
        guard let value = Value(rawValue: try text()) else { throw Damage() }
        return value
    }

    private mutating func figures() throws -> JournalRecord.Measurement {
        JournalRecord.Measurement(loss: try real(), metric: try real(), kind: try choice())
    }

    private mutating func epoch() throws -> JournalRecord.Epoch? {
        guard try unsigned() == 1 else { return nil }
        return JournalRecord.Epoch(
            epoch: try number(), step: try number(), train: try figures(), heldOut: try figures(), part: try choice(),
            framesPerSecond: try real(), imagesPerSecond: try real())
    }

    private mutating func test() throws -> JournalRecord.Test? {
        guard try unsigned() == 1 else { return nil }
        return JournalRecord.Test(
            step: try number(), netEpoch: try number(), netStep: try number(), test: try figures())
    }

    /// A run of a folder.
    mutating func summary(in folder: String) throws -> RunSummary {
        let name = try text()
        let (experiment, data) = (try text(), try text())
        let state: RunSummary.State = try choice()
        let (seed, began) = (try unsigned(), Date(timeIntervalSince1970: try real()))
        let (epoch, epochs, step, steering) = (try number(), try number(), try number(), try number())
        let owner = try text()
        return RunSummary(
            directory: RunDirectory(path: "\(folder)/\(name)"), name: name, experiment: experiment, data: data,
            seed: seed,
            began: began, state: state,
            owner: owner.isEmpty ? nil : try? JSONDecoder().decode(RunOwner.self, from: Data(owner.utf8)), epoch: epoch,
            epochs: epochs, step: step, last: try self.epoch(), best: try self.epoch(), test: try test(),
            steeringCount: steering)
    }
}
