/// Takes the running statistics of a net anew from many samples, while all that is learnt stays as it is.
///
/// Running statistics follow the last mini-batches, and a node whose value hardly varies is cut at a mean that may lie on either
/// side of it by chance. With batches b of F_b frames, each of which is normalised by its own statistics,
///
///     mean = Σ_b F_b mean_b / Σ_b F_b        var = Σ_b F_b (var_b + mean_b²) / Σ_b F_b − mean²
///
/// The result does not depend on what the statistics were, nor on the number of threads. Layers under `parameter_lock` keep theirs.
public final class Recalibration {
    /// What has changed.
    public struct Change: Sendable, Hashable, CustomStringConvertible {
        /// Layers with statistics.
        public var layers = 0
        /// Samples that were looked at.
        public var samples = 0
        /// The largest shift of a mean, in standard deviations of its node.
        public var largestShift = 0.0
        /// Entries of truth tables that are other ones now, and of how many.
        public var entries = (changed: 0, all: 0)
        /// Nodes with such an entry, and of how many.
        public var nodes = (changed: 0, all: 0)

        public var description: String {
            let shift = (largestShift * 1000).rounded() / 1000
            return
                "\(layers) layer\(layers == 1 ? "" : "s") over \(samples) samples: means move by up to \(shift) deviations, "
                + "\(entries.changed) of \(entries.all) table entries change, in \(nodes.changed) of \(nodes.all) nodes"
        }

        public static func == (one: Change, other: Change) -> Bool { one.description == other.description }
        public func hash(into hasher: inout Hasher) { hasher.combine(description) }
    }

    /// Sums of a layer's statistics over the batches.
    private struct Sums {
        let layer: any StatisticsMeasuring
        let before: (mean: [Float], variance: [Float])
        let tables: [UInt64]
        var mean: [Double]
        var square: [Double]

        init(_ layer: any StatisticsMeasuring) throws {
            self.layer = layer
            before = (layer.runningMean.values, layer.runningVariance.values)
            tables = try layer.luts?.truthTablesNow() ?? []
            mean = [Double](repeating: 0, count: before.mean.count)
            square = mean
        }
    }

    private let net: any Model
    private var sums: [Sums]
    private var frames = 0.0
    private var samples = 0

    /// Begins anew.
    /// - Throws: `BrainError` if the net measures nothing.
    public init(of net: any Model) throws {
        self.net = net
        sums = try Self.measuringLayers(of: net).map(Sums.init)
    }

    /// The layers of a net that measure statistics in training.
    /// - Throws: `BrainError` if there are none.
    public static func measuringLayers(of net: any Model) throws -> [any StatisticsMeasuring] {
        let layers = net.withDescendants.compactMap { $0 as? any StatisticsMeasuring }.filter(\.isMeasuring)
        guard !layers.isEmpty else {
            throw BrainError(
                .usage, what: "recalibrate", why: "no layer of this net measures means and variances",
                remedy: "leave it out: there is nothing that could have moved")
        }
        return layers
    }

    /// Looks at one more batch. What the net keeps of training, random state included, is as before.
    /// - Throws: `BrainError` if the net does not take frames of this shape.
    public func add(_ x: FrameBuffer) throws {
        let momenta = sums.map(\.layer.momentum)
        let states = net.withDescendants.map { ($0, $0.stateBeforeUpdate) }
        defer {
            for (index, momentum) in momenta.enumerated() { sums[index].layer.momentum = momentum }
            for (model, state) in states {
                let target = model
                target.trainingState = state
            }
            net.clear()
        }
        // Without memory of what was before, the running statistics are those of the batch.
        for sum in sums { sum.layer.momentum = 0 }
        _ = try net.forward(x, train: true)
        let weight = Double(x.frameCount)
        for index in sums.indices {
            let (mean, variance) = (sums[index].layer.runningMean.floats, sums[index].layer.runningVariance.floats)
            for node in mean.indices {
                let value = Double(mean[node])
                sums[index].mean[node] += weight * value
                sums[index].square[node] += weight * (Double(variance[node]) + value * value)
            }
        }
        frames += weight
        samples += x.frameCount
    }

    /// Puts the new statistics in place; the old ones if nothing was looked at.
    /// - Throws: `BrainError` if a layer cannot tell its truth tables.
    public func finish() throws -> Change {
        guard frames > 0 else {
            putBack()
            return Change()
        }
        var change = Change(layers: sums.count, samples: samples)
        for sum in sums {
            let (mean, variance) = (sum.layer.runningMean.floats, sum.layer.runningVariance.floats)
            for node in mean.indices {
                let average = sum.mean[node] / frames
                let spread = max(0, sum.square[node] / frames - average * average)
                mean[node] = Float(average)
                variance[node] = Float(spread)
                let shift = abs(average - Double(sum.before.mean[node])) / max(spread.squareRoot(), 1e-7)
                if shift.isFinite { change.largestShift = max(change.largestShift, shift) }
            }
            guard let luts = sum.layer.luts, !sum.tables.isEmpty else { continue }
            let now = try luts.truthTablesNow()
            // Smaller tables are repeated to 64 entries.
            let copies = 64 >> luts.inputsPerNode
            for (old, new) in zip(sum.tables, now) where old != new {
                change.nodes.changed += 1
                change.entries.changed += (old ^ new).nonzeroBitCount / copies
            }
            change.nodes.all += now.count
            change.entries.all += now.count * 64 / copies
        }
        return change
    }

    /// Gives up: the statistics are what they were.
    public func putBack() {
        for sum in sums {
            for node in sum.before.mean.indices {
                sum.layer.runningMean.floats[node] = sum.before.mean[node]
                sum.layer.runningVariance.floats[node] = sum.before.variance[node]
            }
        }
    }
}
