import BinaryBrain
import Foundation

/// Samples to answers, block by block, in a memory that does not depend on how many there are.
package struct PredictionStream {
    private let predictor: Predictor
    private let form: AnswerForm
    private let reader: SampleReader
    private let writer: AnswerWriter

    /// Puts the three together.
    package init(_ predictor: Predictor, as form: AnswerForm, from reader: SampleReader, to writer: AnswerWriter) {
        self.predictor = predictor
        self.form = form
        self.reader = reader
        self.writer = writer
    }

    /// What one of the two other threads works with: only that thread uses it until it is done.
    private struct Lent<Value>: @unchecked Sendable { let value: Value }

    /// How it ended.
    package struct Outcome {
        /// Samples read.
        package var frames = 0
        /// What there is to say of them.
        package var census: SampleCensus
        /// Why the samples came to an end too soon; what was whole is answered.
        package var shortfall: (any Error)?
        /// Whether whoever reads the answers has seen enough.
        package var isUnread = false
    }

    /// Runs to the end of the samples. The writer has all answers then, and is not finished.
    package func run() throws -> Outcome {
        var outcome = Outcome(census: try SampleCensus(of: reader.name, arePixels: reader.arePixels, for: predictor))
        let ring = BlockRing(bufferSize: reader.blockSize)
        let readFailure = Locked<(any Error)?>(nil)
        let writeFailure = Locked<(any Error)?>(nil)
        let written = DispatchSemaphore(value: 0)
        start("bbwb.reader", Lent(value: reader)) { lent in
            var block = 0
            while let buffer = ring.wait(for: block, .free) {
                do {
                    buffer.frames = try lent.value.next(into: buffer.memory)
                } catch {
                    readFailure.withLock { $0 = error }
                    buffer.frames = 0
                }
                guard buffer.frames > 0 else { break }
                ring.pass(block, to: .samples)
                block += 1
            }
            ring.finish(before: block)
        }
        start("bbwb.writer", Lent(value: writer)) { lent in
            var block = 0
            while let buffer = ring.wait(for: block, .answers) {
                do {
                    try lent.value.append(buffer.answers, count: buffer.answered)
                } catch {
                    writeFailure.withLock { $0 = error }
                    ring.abandon()
                }
                ring.pass(block, to: .free)
                block += 1
            }
            written.signal()
        }
        do {
            try answer(ring, &outcome)
        } catch {
            ring.abandon()
            written.wait()
            throw error
        }
        written.wait()
        outcome.shortfall = readFailure.withLock { $0 }
        if let failure = writeFailure.withLock({ $0 }) {
            guard writer.isUnread else { throw failure }
            outcome.isUnread = true
        }
        return outcome
    }

    private func answer(_ ring: BlockRing, _ outcome: inout Outcome) throws {
        var block = 0
        while let buffer = ring.wait(for: block, .samples) {
            buffer.answers.removeAll(keepingCapacity: true)
            try reader.withSamples(buffer.memory, frames: buffer.frames) { samples in
                try outcome.census.add(samples)
                buffer.answered = try predictor.answer(samples, as: form, into: &buffer.answers)
            }
            outcome.frames += buffer.frames
            ring.pass(block, to: .answers)
            block += 1
        }
    }

    private func start<Value>(_ name: String, _ lent: Lent<Value>, _ body: @escaping @Sendable (Lent<Value>) -> Void) {
        let thread = Thread { body(lent) }
        thread.name = name
        thread.start()
    }
}
