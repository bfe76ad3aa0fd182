import CSystem
import Foundation

/// Times work as the minimum over repetitions: the machine's other guests only ever add time.
public enum Stopwatch {
    /// Whether everything is done only once, to see that it can be done; set before the first measurement.
    nonisolated(unsafe) public static var isHasty = false
    /// Median over shortest time of what was measured first since this was nil: a benchmark measures its own work before its twin's.
    nonisolated(unsafe) static var medianOverShortest: Double?

    /// Seconds since some fixed moment.
    public static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Processor seconds of this process so far, all threads.
    public static func processorSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6
    }

    /// Time of `work`, done once.
    public static func once(_ work: () throws -> Void) rethrows -> Double {
        let start = now()
        try work()
        return now() - start
    }

    /// Shortest time of `work`, repeated for about `seconds` (at least five times, or once in haste); `prepare` runs before each, untimed.
    public static func shortest(
        seconds: Double, prepare: () throws -> Void, work: () throws -> Void
    ) rethrows -> Double {
        var times: [Double] = []
        let deadline = now() + seconds
        while times.count < (isHasty ? 1 : 5) || (!isHasty && now() < deadline) {
            try prepare()
            let start = now()
            try work()
            times.append(now() - start)
        }
        times.sort()
        if medianOverShortest == nil { medianOverShortest = times[times.count / 2] / times[0] }
        return times[0]
    }

    /// Shortest time of `work`, repeated for about `seconds` (at least five times).
    public static func shortest(seconds: Double, work: () throws -> Void) rethrows -> Double {
        try shortest(seconds: seconds, prepare: {}, work: work)
    }

    /// The core's clock in Hz, from a chain of dependent additions.
    public static func coreClock() -> Double {
        let rounds = 1_000_000
        let time = shortest(seconds: 0.05) { bb_run_cycles(rounds) }
        return Double(rounds * 16) / time
    }
}
