import BinaryBrain
import Testing
import Workbench

@testable import TerminalUI

/// Screens show a figure under its name, as a share only where it is one, and mark the best by its direction.
@Suite("Screens of any metric") struct MetricKindScreenTests {
    private func snapshot(_ kind: MetricKind) -> Snapshot {
        var snapshot = Fixtures.classifier()
        snapshot.metricKind = kind
        snapshot.events = []
        return snapshot
    }

    private func text(_ snapshot: Snapshot, _ state: UIState = UIState()) -> String {
        Frame.draw(snapshot, state, size: Size(width: 132, height: 43), theme: Theme()).text
    }

    @Test(arguments: [
        MetricKind("f1", better: .higher, isShare: true), MetricKind("psnr", better: .higher),
        MetricKind("mae", better: .lower),
    ]) func theTrainScreenNamesIt(kind: MetricKind) {
        let screen = text(snapshot(kind))
        #expect(screen.contains("\(kind.name) "))
        #expect(!screen.contains("accuracy ") && !screen.contains("mse "))
        let data = PlotData.metric(snapshot(kind))
        #expect(data.title == kind.name && data.isShare == kind.isShare)
        let values = data.test.points.map(\.value)
        #expect(Set(values).count > 1)
        #expect(data.best?.value == (kind.better == .higher ? values.max() : values.min()))
    }

    @Test func theModulationScreenHasAColumnForIt() throws {
        let kind = MetricKind("structural-similarity", better: .higher)
        let scene = FrameTests.Scene("modulation", snapshot(kind), .modulation)
        let screen = text(scene.snapshot, scene.state)
        let heading = try #require(screen.split(separator: "\n").first { $0.contains("modulation  cycles") })
        #expect(heading.contains("cycles   structural-similarity       mse"))
    }

    @Test func theEndIsToldWithIt() {
        var notice = EndNotice()
        var snapshot = snapshot(MetricKind("psnr", better: .higher))
        #expect(notice.take(snapshot) == nil)
        snapshot.state = .finished
        let figure = NumberText.value(Double(snapshot.testMetric.last?.value ?? 0))
        #expect(notice.take(snapshot)?.hasSuffix(", psnr \(figure)") == true)
    }
}
