import BinaryBrain
import Foundation

/// A process that works on a queue, as others see it: a file that it holds as long as it works, and beside which others can ask it
/// to stop, from other machines too.
public final class QueueWorker: Sendable {
    private let claim: Claim
    private let path: String

    private final class Claim: @unchecked Sendable {
        let file: ClaimFile
        init(_ file: ClaimFile) { self.file = file }
    }

    private static let stopSuffix = ".stop"

    private static func folder(_ queue: TrainingQueue) -> String { "\(queue.path)/workers" }

    /// Tells others that this process works on a queue.
    /// - Throws: `BrainError` of kind `.io` if nothing can be written.
    public init(of queue: TrainingQueue) throws {
        let owner = RunOwner.current(isLocking: false)
        Self.tidy(queue)
        path = "\(Self.folder(queue))/\(owner.host)-\(owner.process)"
        claim = try Self.claim(path)
        unlink(path + Self.stopSuffix)
    }

    /// Attempts, and milliseconds between two, while somebody who looks has the file locked for a moment.
    private static let (attempts, pause): (Int, UInt32) = (40, 50)

    private static func claim(_ path: String) throws -> Claim {
        for _ in 0..<attempts {
            if case .made(let file) = try ClaimFile.make(path) { return Claim(file) }
            usleep(pause * 1000)
        }
        // A container's process of the same name and number.
        throw BrainError(
            .io, what: "claiming \(path)", why: "another process has that name", remedy: "start the worker once more")
    }

    deinit { unlink(path + Self.stopSuffix) }

    /// More at once than this are no help on any machine.
    public static let mostAtOnce = 256

    /// Starts processes without a terminal that train what is in a queue, and go on when this one has ended.
    /// - Parameters:
    ///   - jobs: how many trainings at a time.
    ///   - program: the program.
    /// - Throws: `BrainError` of kind `.io` if it cannot be started.
    public static func start(_ jobs: Int, on queue: TrainingQueue, program: String = "/proc/self/exe") throws {
        let words = ["queue", "work", "--out", queue.store.path] + (jobs > 1 ? ["--jobs", "\(jobs)"] : [])
        _ = try DetachedProcess.start(program, words)
    }

    /// Whether somebody wants it to save and end.
    public var isToldToStop: Bool { Folder.isFile(path + Self.stopSuffix) }

    private static func names(_ queue: TrainingQueue) -> [String] {
        ((try? Folder.names(in: folder(queue))) ?? []).filter { !$0.hasPrefix(".") && !$0.hasSuffix(stopSuffix) }
            .sorted()
    }

    /// Who works on a queue now.
    static func all(of queue: TrainingQueue) -> [RunOwner] {
        names(queue).compactMap { ClaimFile.holder(of: "\(folder(queue))/\($0)") }
    }

    /// Takes away what killed workers have left.
    private static func tidy(_ queue: TrainingQueue) {
        for name in names(queue) where ClaimFile.holder(of: "\(folder(queue))/\(name)") == nil {
            // One that is just being made says nothing yet.
            guard (try? AtomicFile.read("\(folder(queue))/\(name)"))?.isEmpty == false else { continue }
            unlink("\(folder(queue))/\(name)")
            unlink("\(folder(queue))/\(name)\(stopSuffix)")
        }
    }

    /// Has all who work on a queue save and end.
    /// - Returns: who they are.
    /// - Throws: `BrainError` of kind `.io` if nothing can be written.
    public static func stopAll(of queue: TrainingQueue) throws -> [RunOwner] {
        try names(queue).compactMap { name in
            let path = "\(folder(queue))/\(name)"
            guard let owner = ClaimFile.holder(of: path) else { return nil }
            try AtomicFile.write(Array("stop\n".utf8), to: path + stopSuffix)
            return owner
        }
    }
}
