import BinaryBrain
import CSystem
import Datasets
import Foundation

/// Measures how many times as long a mini-batch takes in plain reference code, on a copy of the net and on a thread of its own,
/// while training runs.
final class HostOnlyGauge: Sendable {
    private enum State {
        case unknown, measuring
        case known(Double)
    }

    private let state = Locked((state: State.unknown, isNews: false))
    private let wake: @Sendable () -> Void

    /// Images of the mini-batch: what is measured is a ratio.
    private static let imageCount = 8
    private static let shortestMeasurement = 0.1
    /// Steps down from the priority of training (nice 0).
    private static let niceness: Int32 = 10

    /// - Parameter wake: called, on any thread, when the factor is known.
    init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    /// How many times as long it takes; nil while that is not known.
    var factor: Double? {
        state.withLock { if case .known(let factor) = $0.state { factor } else { nil } }
    }

    /// The factor, once, when it has become known.
    func news() -> Double? {
        state.withLock { state in
            guard state.isNews, case .known(let factor) = state.state else { return nil }
            state.isNews = false
            return factor
        }
    }

    /// Begins to measure the net of `experiment`, unless that is being done or was done.
    func begin(_ experiment: Experiment) throws {
        let isFirst = state.withLock { state in
            guard case .unknown = state.state else { return false }
            state.state = .measuring
            return true
        }
        guard isFirst else { return }
        let image = try experiment.netImage()
        let (dataset, spec) = (experiment.data.dataset, experiment.spec)
        let thread = Thread { [self] in
            _ = bb_set_thread_niceness(Self.niceness)
            Parallel.withoutHelpers {
                // What cannot be measured is not shown, and not tried again.
                guard let factor = try? Self.measure(image, dataset, spec) else { return }
                state.withLock { $0 = (.known(factor), true) }
                wake()
            }
        }
        thread.name = "bbwb-host-only"
        thread.start()
    }

    private static func measure(_ image: NetImage, _ dataset: Dataset, _ spec: ExperimentSpec) throws -> Double {
        let net = try image.makeNet(seed: spec.seed, path: "copy of the net")
        let data = ExperimentData(dataset: dataset, target: spec.target)
        let (x, t) = try data.batch(
            of: data.train,
            samples: ExperimentData.spread(min(imageCount, data.train.count), over: data.train.count)[...])
        let loss = spec.loss.make()
        func seconds(isHostOnly: Bool) throws -> Double {
            _ = try net.sendCommand(ModelCommand("host_only", isHostOnly))
            var runs = 0
            var start = threadSeconds
            repeat {
                // The first run makes its buffers and is not counted.
                if runs == 1 { start = threadSeconds }
                loss.clear()
                let y = try net.forward(x, train: true)
                _ = try net.backward(loss.calculate(y, target: t), needsInputGradient: false)
                runs += 1
            } while runs < 2 || threadSeconds - start < shortestMeasurement
            return (threadSeconds - start) / Double(runs - 1)
        }
        let fast = try seconds(isHostOnly: false)
        return try seconds(isHostOnly: true) / max(fast, 1e-9)
    }

    /// Seconds that this thread has had a processor, whatever else ran meanwhile.
    private static var threadSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
