import Foundation
import Testing

@testable import TerminalUI

@Suite("Signals that the loop hears late") struct SignalPipeTests {
    @Test func aStopThatIsOverIsNotObeyed() {
        #expect(SignalPipe.withoutPastStops([SIGTSTP, SIGCONT]) == [SIGCONT])
        #expect(SignalPipe.withoutPastStops([SIGTSTP, SIGTERM, SIGTSTP, SIGCONT]) == [SIGTERM, SIGCONT])
    }

    @Test func severalStopsAreOne() {
        #expect(SignalPipe.withoutPastStops([SIGTSTP, SIGWINCH, SIGTSTP]) == [SIGWINCH, SIGTSTP])
        #expect(SignalPipe.withoutPastStops([SIGTSTP, SIGCONT, SIGTSTP]) == [SIGCONT, SIGTSTP])
    }

    @Test func othersStayInOrder() {
        #expect(SignalPipe.withoutPastStops([SIGWINCH, SIGTERM, SIGHUP]) == [SIGWINCH, SIGTERM, SIGHUP])
        #expect(SignalPipe.withoutPastStops([]).isEmpty)
    }
}
