/// Training speed by the clock on the wall: over the last seconds, or over the last mini-batch where that took longer. What happens
/// between mini-batches counts, unless it is skipped; rest does not.
struct Throughput {
    private struct Slice {
        var duration: Duration
        var images: Int
        var frames: Int
    }

    /// Images and frames a second.
    struct Rates: Equatable {
        var images = 0.0
        var frames = 0.0
    }

    /// What a mini-batch at work has done so far.
    struct Partial {
        var images = 0.0
        var frames = 0.0
    }

    private static let window = Duration.seconds(5)
    /// Shorter mini-batches are counted together.
    private static let shortestSlice = Duration.milliseconds(50)
    /// A mini-batch at work counts from here on; before, the last ones say more.
    private static let longBatch = Duration.seconds(1)
    private var slices: [Slice] = []
    /// Until when time has been counted; nil at rest.
    private var mark: ContinuousClock.Instant?
    /// The rates before the present stretch of work has any.
    private var rest = Rates()

    /// Work goes on: time counts from here on, unless it does already.
    mutating func resume(at now: ContinuousClock.Instant) {
        guard mark == nil else { return }
        mark = now
        slices = []
    }

    /// Work rests: time does not count.
    mutating func pause(at now: ContinuousClock.Instant) {
        guard mark != nil else { return }
        rest = rates(at: now)
        mark = nil
    }

    /// Time up to here does not count: it was spent on something else.
    mutating func skip(to now: ContinuousClock.Instant) { if mark != nil { mark = now } }

    /// A mini-batch is done.
    mutating func add(images: Int, frames: Int, at now: ContinuousClock.Instant) {
        let slice = Slice(duration: now - (mark ?? now), images: images, frames: frames)
        mark = now
        if let last = slices.last, last.duration < Self.shortestSlice {
            slices[slices.count - 1] = Slice(
                duration: last.duration + slice.duration, images: last.images + images, frames: last.frames + frames)
        } else {
            slices.append(slice)
        }
        var total = slices.reduce(Duration.zero) { $0 + $1.duration }
        while slices.count > 1, total - slices[0].duration >= Self.window { total -= slices.removeFirst().duration }
    }

    /// The rates now.
    /// - Parameter partial: what the mini-batch at work has done; nil if that is not known.
    func rates(at now: ContinuousClock.Instant, partial: Partial? = nil) -> Rates {
        guard let mark else { return rest }
        let ongoing = now - mark
        let counts = ongoing >= Self.longBatch
        var time = counts ? ongoing : .zero
        var sum = counts ? partial ?? Partial() : Partial()
        for slice in slices.reversed() where time < Self.window {
            time += slice.duration
            sum.images += Double(slice.images)
            sum.frames += Double(slice.frames)
        }
        guard time > .zero, sum.images > 0 || counts else { return rest }
        return Rates(images: sum.images / time.seconds, frames: sum.frames / time.seconds)
    }
}
