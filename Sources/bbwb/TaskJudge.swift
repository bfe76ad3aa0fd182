import Foundation
import Workbench

/// Decides after some epochs whether a task is worth going on with: successive halving.
final class TaskJudge: @unchecked Sendable {
    private let task: Int
    private let folder: SweepFolder
    private let firstEpoch: Int
    private let lock = NSLock()
    private var decision = false

    init(task: Int, folder: SweepFolder, firstEpoch: Int) {
        self.task = task
        self.folder = folder
        self.firstEpoch = firstEpoch
    }

    /// Whether it was left.
    var isHalted: Bool { lock.withLock { decision } }

    /// Whether the task is to be left after an epoch.
    func isHopeless(_ epoch: JournalRecord.Epoch) -> Bool {
        let (rungs, rest) = epoch.epoch.quotientAndRemainder(dividingBy: firstEpoch)
        // After N, 2 N, 4 N, … epochs.
        guard rest == 0, rungs > 0, rungs & (rungs - 1) == 0 else { return false }
        // What cannot be compared goes on: a full disk must not decide.
        let isGood = (try? folder.isAmongBetterHalf(task, epoch: epoch.epoch, figures: epoch.heldOut)) ?? true
        lock.withLock { decision = !isGood }
        return !isGood
    }
}
