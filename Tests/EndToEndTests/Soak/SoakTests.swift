import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// The workbench used at random, for minutes in `make test-all` and for hours with `make soak MINUTES=60`: keys on all screens, the
/// palette and prompts, pastes, sizes from 1×1 to 300×100, signals. It goes on or ends because it was told to, its memory stays what
/// it was, the terminal comes back as it was found, and each run that it leaves replays bit for bit. `BBWB_SOAK_SEED` repeats a
/// soak's actions (not their moments).
@Suite("Soak", .serialized, .enabled(if: SlowTests.areEnabled))
struct SoakTests {
    private static func setting(_ name: String) -> Double? {
        ProcessInfo.processInfo.environment[name].flatMap { Double($0) }
    }

    /// In `make test-all`; the replays take about as long again.
    private static let usualMinutes = 3.0
    private static let longestSession = 600.0
    /// Kilobytes by which memory may grow in most seconds of a session's second half. Buffers of sizes and modulations that were
    /// not met before come in jumps, after which it stays; growth by a kilobyte a mini-batch is ten times this, in every second.
    private static let allowedGrowth = 32

    /// A soak of an hour takes two with its replays; what hangs in it has limits of its own.
    @Test(.timeLimit(.minutes(24 * 60)))
    func randomUse() throws {
        let seed = Self.setting("BBWB_SOAK_SEED").map { UInt64($0) } ?? UInt64.random(in: 0..<1 << 32)
        let minutes = Self.setting("BBWB_SOAK_MINUTES") ?? Self.usualMinutes
        print("soak: seed \(seed), \(minutes) minutes")
        var random = SoakRandom(seed: seed)
        let start = Date()
        var counts: [String: Int] = [:]
        let folder = try CommandLineTests.Folder()
        while Date().timeIntervalSince(start) < minutes * 60 {
            let left = minutes * 60 - Date().timeIntervalSince(start)
            let arguments = random.pick(
                [
                    (4, ["mnist-lut-tiny"]), (2, []), (2, ["mnist-lut-simple"]), (1, ["mnist-dense", "--ascii"]),
                    (1, ["mnist-autoencoder-simple", "--theme", "mono"]),
                ] as [(Int, [String])])
            let session = try SoakSession(arguments, in: folder)
            let ended = session.use(seconds: min(left + 5, minutes < 15 ? 60 : Self.longestSession), &random)
            let how = SoakSession.Ending.allCases.randomElement(using: &random)!
            let ending = ended ?? session.end(how)
            check(ending, told: ended == nil ? how : .quit, session, seed: seed)
            for (_, action) in session.actions { counts[name(action), default: 0] += 1 }
            counts["sessions", default: 0] += 1
            try checkMemory(session, seed: seed)
        }
        let replayed = try replayAll(in: folder, seed: seed)
        let figures = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("soak: seed \(seed): \(figures); \(replayed) runs replayed bit for bit")
    }

    private func check(_ ending: PtyProcess.Ending?, told how: SoakSession.Ending, _ session: SoakSession, seed: UInt64)
    {
        let expected: Int32 = how == .quit ? 0 : 130
        // A quit may have been asked for by keys just before another request.
        let isExpected = ending == .exited(expected) || ending == .exited(0)
        #expect(
            isExpected,
            "seed \(seed): told to end by \(how), it ended by \(String(describing: ending)): \(session.story)")
        session.expectLeft()
    }

    private func name(_ action: SoakAction) -> String {
        switch action {
        case .keys: "keys"
        case .paste: "pastes"
        case .resize: "resizes"
        case .suspend: "suspensions"
        case .wait: "pauses"
        }
    }

    private func checkMemory(_ session: SoakSession, seed: UInt64) throws {
        let samples = session.memory.map(\.kilobytes)
        guard samples.count >= 40 else { return }
        let quarter = samples.count / 4
        func median(_ part: ArraySlice<Int>) -> Double { Double(part.sorted()[part.count / 2]) }
        let (second, last) = (median(samples[quarter..<2 * quarter]), median(samples[(3 * quarter)...]))
        print(
            String(
                format: "soak: %d s, memory %.1f MB in the second quarter, %.1f MB in the last", samples.count,
                second / 1024, last / 1024))
        // In a short one, buffers that grow with the modulation are most of what there is to see.
        guard samples.count >= 240 else { return }
        let half = samples.suffix(samples.count / 2)
        let steps = zip(half, half.dropFirst()).map { $1 - $0 }.sorted()
        #expect(steps[steps.count * 6 / 10] <= Self.allowedGrowth, "seed \(seed): memory grows: \(samples)")
    }

    /// Replays every run; returns how many had something to compare.
    private func replayAll(in folder: CommandLineTests.Folder, seed: UInt64) throws -> Int {
        let list = try CommandLineTests.Program("runs", "--json", in: folder.path).wait()
        var replayed = 0
        for line in list.lines {
            let run = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let path = try #require(run["path"] as? String)
            #expect(["finished", "interrupted"].contains(run["state"] as? String), "seed \(seed): \(line)")
            let outcome = try CommandLineTests.Program("replay", path, in: folder.path).wait()
            if outcome.errors.contains("recorded no state to compare with") { continue }
            #expect(outcome.status == 0, "seed \(seed): \(path): \(outcome.errors)\(outcome.output)")
            replayed += 1
        }
        return replayed
    }
}
