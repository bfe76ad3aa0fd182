import Testing

@testable import BinaryBrain

/// Which loops a team does and which one thread, from times that are given here.
@Suite struct TeamChoiceTests {
    /// Calls a loop for some seconds, once a millisecond; returns who did the last call, and how many of the calls were the team's.
    private func call(
        _ choice: inout TeamChoice, _ key: UInt64 = 7, from start: Double = 0, seconds: Double = 1, alone: Double,
        together: Double, asleep: (Int) -> Bool = { _ in false }
    ) -> (isForTeam: Bool, shareOfTeam: Double) {
        var (last, team, calls) = (false, 0, 0)
        for call in 0..<Int(seconds * 1000) {
            let turn = choice.begin(key, at: start + Double(call) * 1e-3)
            if turn.isMeasured {
                // Every third call is disturbed by something else.
                let time = (turn.isForTeam ? together : alone) * (call % 3 == 0 ? 4 : 1)
                let waking = turn.isForTeam && asleep(call) ? 5e-5 : 0
                choice.end(turn, after: time + waking, wokeTeam: asleep(call))
            }
            last = turn.isForTeam
            team += last ? 1 : 0
            calls += 1
        }
        return (last, Double(team) / Double(calls))
    }

    @Test func theFasterOneWorks() {
        var choice = TeamChoice()
        #expect(call(&choice, alone: 1e-5, together: 6e-6).isForTeam)
        let second = call(&choice, 8, alone: 1e-5, together: 1.4e-5)
        #expect(!second.isForTeam && second.shareOfTeam < 0.02)
        #expect(call(&choice, 9, alone: 1e-5, together: 1e-5).isForTeam, "in doubt the team")
    }

    @Test func aMachineThatChangesIsNoticed() {
        var choice = TeamChoice()
        #expect(!call(&choice, seconds: 1.9, alone: 1e-5, together: 2e-5).isForTeam)
        #expect(call(&choice, from: 2, seconds: 1.9, alone: 1e-5, together: 5e-6).isForTeam)
        #expect(!call(&choice, from: 4, seconds: 1.9, alone: 1e-5, together: 2e-5).isForTeam)
    }

    @Test func aLongLoopIsNeverTriedAlone() {
        var choice = TeamChoice()
        #expect(call(&choice, alone: 1, together: 1e-3).shareOfTeam == 1)
    }

    @Test func wakingTheTeamDoesNotCount() {
        var choice = TeamChoice()
        // It sleeps at first, and spins from then on.
        #expect(call(&choice, alone: 1e-5, together: 6e-6, asleep: { $0 < 2 }).isForTeam)
        // Always asleep: then one thread is sooner done.
        #expect(!call(&choice, 8, alone: 1e-5, together: 6e-6, asleep: { _ in true }).isForTeam)
    }

    @Test func loopsOfOneSlotReplaceEachOther() {
        var choice = TeamChoice()
        for key in UInt64(0)..<2000 { #expect(call(&choice, key, seconds: 0.003, alone: 2, together: 1).isForTeam) }
    }
}
