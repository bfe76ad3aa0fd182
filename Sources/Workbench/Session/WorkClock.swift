import BinaryBrain

/// Where the work stands by the clock: the speed, and how far the mini-batch at work has come. The engine, which does the work,
/// tells it; a timer on another thread can read it while a mini-batch lasts.
final class WorkClock: Sendable {
    /// What is said of the work at one moment.
    struct Reading {
        var rates = Throughput.Rates()
        /// The mini-batch at work, if it has lasted for long enough to be worth a word.
        var miniBatch: WorkProgress?
        /// Images that it has done.
        var imagesDone = 0.0
    }

    private struct Batch {
        var start: ContinuousClock.Instant
        var images: Int
        var frames: Int
        var firstUnit: Int
    }

    private struct State {
        var throughput = Throughput()
        var batch: Batch?
        /// Units of work a frame of the last whole mini-batch; nil before the first.
        var unitsPerFrame: Double?
        /// Mini-batches since the epoch began, and nothing between them.
        var epoch = (time: Duration.zero, images: 0, frames: 0)
    }

    /// Work that lasts for less time is over before a word about it could be read.
    static let worthAWord = Duration.seconds(1)

    /// What counts the work.
    let meter = WorkMeter()
    private let state = Locked(State())
    private let time: @Sendable () -> ContinuousClock.Instant

    /// A clock at rest.
    /// - Parameter time: tells the time.
    init(_ time: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.time = time }

    /// Runs a mini-batch.
    func measure(images: Int, frames: Int, _ work: () throws -> Void) rethrows {
        let units = meter.units
        state.withLock { state in
            let now = time()
            state.throughput.resume(at: now)
            state.batch = Batch(start: now, images: images, frames: frames, firstUnit: units)
        }
        var isDone = false
        defer {
            state.withLock { state in
                let (start, now) = (state.batch?.start, time())
                state.batch = nil
                if isDone {
                    state.throughput.add(images: images, frames: frames, at: now)
                    state.epoch.time += now - (start ?? now)
                    state.epoch.images += images
                    state.epoch.frames += frames
                    state.unitsPerFrame = Double(meter.units - units) / Double(max(1, frames))
                }
            }
        }
        try meter.within(work)
        isDone = true
    }

    /// The rates of the mini-batches of the epoch that ends, and of nothing else; the next begins.
    func takeEpoch() -> Throughput.Rates {
        state.withLock { state in
            let (time, images, frames) = state.epoch
            state.epoch = (.zero, 0, 0)
            guard time > .zero else { return Throughput.Rates() }
            return Throughput.Rates(images: Double(images) / time.seconds, frames: Double(frames) / time.seconds)
        }
    }

    /// Nothing is at work.
    func rest() { state.withLock { $0.throughput.pause(at: time()) } }

    /// What was at work since the last mini-batch is no training.
    func skip() { state.withLock { $0.throughput.skip(to: time()) } }

    /// Another net, or the same from another step.
    func reset() { state.withLock { $0 = State() } }

    /// How things stand.
    var reading: Reading {
        let units = meter.units
        return state.withLock { state in
            let now = time()
            guard let batch = state.batch else { return Reading(rates: state.throughput.rates(at: now)) }
            let whole = state.unitsPerFrame.map { $0 * Double(batch.frames) }
            // Where the last mini-batch says nothing of this one, as after a layer was locked, less than all is said.
            let fraction = whole.flatMap { $0 > 0 ? min(0.99, Double(units - batch.firstUnit) / $0) : nil }
            let partial = fraction.map {
                Throughput.Partial(images: $0 * Double(batch.images), frames: $0 * Double(batch.frames))
            }
            let isLong = now - batch.start >= Self.worthAWord
            return Reading(
                rates: state.throughput.rates(at: now, partial: partial),
                miniBatch: isLong
                    ? WorkProgress(kind: .miniBatch, fraction: fraction, seconds: (now - batch.start).seconds) : nil,
                imagesDone: isLong ? partial?.images ?? 0 : 0)
        }
    }
}
