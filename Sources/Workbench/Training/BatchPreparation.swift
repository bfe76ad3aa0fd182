import BinaryBrain
import Dispatch

/// Prepares a training batch on a thread of its own while another one trains, so that training does not wait for images that are
/// changed. What is prepared is a function of the request alone, so it makes no difference when or whether that was done.
final class BatchPreparation {
    /// Which batch.
    struct Request: Equatable, Sendable {
        let samples: ArraySlice<Int32>
        let augmentation: Augmentation
        let seed: UInt64
        let step: Int
    }

    /// Memory that only one thread uses at a time, and what came of the work in it.
    private final class Work: @unchecked Sendable {
        let request: Request
        let run: () throws -> Void
        let batch: (input: FrameBuffer, target: FrameBuffer)
        var result: Result<Void, any Error> = .success(())
        let isDone = DispatchGroup()

        init(
            _ request: Request, _ batch: (input: FrameBuffer, target: FrameBuffer), _ run: @escaping () throws -> Void
        ) {
            self.request = request
            self.batch = batch
            self.run = run
        }
    }

    private let queue = WorkQueue(label: "bbwb.batches")
    private var pending: Work?

    /// Begins to fill the buffers of a batch.
    /// - Parameter fill: the work; it touches nothing but the buffers.
    func begin(
        _ request: Request, _ batch: (input: FrameBuffer, target: FrameBuffer), _ fill: @escaping () throws -> Void
    ) {
        let work = Work(request, batch, fill)
        pending = work
        queue.async(group: work.isDone) {
            // The team of threads belongs to the batch that trains.
            work.result = Result { try Parallel.withoutHelpers { try work.run() } }
        }
    }

    /// The batch of a request, once it is ready; nil if it was not the last that was begun.
    func take(_ request: Request) throws -> (input: FrameBuffer, target: FrameBuffer)? {
        guard let work = pending, work.request == request else { return nil }
        pending = nil
        work.isDone.wait()
        try work.result.get()
        return work.batch
    }
}
