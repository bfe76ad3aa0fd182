import Foundation
import Testing
import Workbench

@testable import TerminalUI

/// What it costs to draw one picture; prints its figures, which fail nothing.
@Suite("The speed of drawing", .enabled(if: ProcessInfo.processInfo.environment["BBWB_SLOW_TESTS"] == "1"))
struct DrawingSpeedTests {
    @Test(arguments: [(80, 24), (200, 60)])
    func aPictureOfALongTraining(width: Int, height: Int) {
        let snapshot = Fixtures.classifier(step: 20_000)
        let size = Size(width: width, height: height)
        var fastest = Duration.seconds(1)
        var text = ""
        for _ in 0..<200 {
            let time = ContinuousClock().measure {
                text = Frame.draw(snapshot, UIState(), size: size, theme: Theme()).text
            }
            fastest = min(fastest, time)
        }
        #expect(text.contains("step 20000"))
        print(
            "workbench: one picture of 20,000 mini-batches at \(width)×\(height): \(fastest.formatted(.units(allowed: [.microseconds])))"
        )
    }
}
