import Testing

@testable import TerminalUI

/// Pictures for a terminal at the end of a slow line.
@Suite struct PictureGateTests {
    private func pass(_ gate: inout PictureGate, at now: Double) -> Bool { gate.pass(at: now) }

    @Test func nothingWaitsForATerminalThatNeverAnswers() {
        var gate = PictureGate()
        var questions = 0
        for second in 0..<100 {
            #expect(gate.isOpen(at: Double(second)))
            if gate.pass(at: Double(second)) { questions += 1 }
        }
        #expect(questions == 3, "it is asked now and then, and no more after three lost answers")
    }

    @Test func onePictureIsOnItsWay() {
        var gate = PictureGate()
        #expect(pass(&gate, at: 0))
        gate.takeAnswer()
        #expect(gate.isOpen(at: 0.1))
        #expect(pass(&gate, at: 0.1))
        #expect(!gate.isOpen(at: 0.2))
        #expect(gate.remaining(at: 1.1) == PictureGate.patience - 1)
        gate.takeAnswer()
        #expect(gate.isOpen(at: 1.2))
    }

    @Test func aLostAnswerDelaysAndDoesNotEndThePictures() {
        var gate = PictureGate()
        _ = gate.pass(at: 0)
        gate.takeAnswer()
        _ = gate.pass(at: 1)
        #expect(!gate.isOpen(at: 1 + PictureGate.patience / 2))
        let later = 1 + PictureGate.patience
        #expect(gate.isOpen(at: later))
        #expect(pass(&gate, at: later), "it is asked again")
        #expect(gate.isOpen(at: later), "and not waited for")
        gate.takeAnswer()
        #expect(pass(&gate, at: later + 1))
        #expect(!gate.isOpen(at: later + 1))
    }

    /// A picture that has to be drawn at once, as after a change of size, goes out through a closed gate.
    @Test func aPictureThatCannotWaitAsksNoSecondQuestion() {
        var gate = PictureGate()
        _ = gate.pass(at: 0)
        gate.takeAnswer()
        #expect(pass(&gate, at: 1))
        #expect(!pass(&gate, at: 1.5))
        gate.takeAnswer()
        #expect(gate.isOpen(at: 1.6))
    }
}
