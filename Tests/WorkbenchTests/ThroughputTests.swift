import Testing

@testable import Workbench

/// Speed by the clock on the wall.
@Suite struct ThroughputTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .milliseconds(Int(seconds * 1000)) }

    private func running(_ batches: Int, every seconds: Double) -> Throughput {
        var throughput = Throughput()
        throughput.resume(at: start)
        for batch in 1...batches { throughput.add(images: 64, frames: 448, at: at(Double(batch) * seconds)) }
        return throughput
    }

    @Test func allTimeBetweenMiniBatchesCounts() {
        let rates = running(40, every: 0.1).rates(at: at(4))
        #expect(abs(rates.images - 640) < 1)
        #expect(abs(rates.frames - 4480) < 7)
    }

    /// A mini-batch that takes 18 seconds is what the speed is made of from its second second on, not what was before.
    @Test func aLongMiniBatchShowsAtOnce() {
        var throughput = running(100, every: 0.1)
        let before = throughput.rates(at: at(10.5)).images
        #expect(abs(before - 640) < 1, "a moment says nothing")
        let during = throughput.rates(at: at(14), partial: .init(images: 16, frames: 112)).images
        #expect(during < 200, "\(during)")
        let late = throughput.rates(at: at(26), partial: .init(images: 56, frames: 392)).images
        #expect(abs(late - 56 / 16) < 0.1, "\(late)")
        throughput.add(images: 64, frames: 448, at: at(28))
        #expect(abs(throughput.rates(at: at(28)).images - 64 / 18) < 0.1)
        // Fast again, and the long one is forgotten after some seconds.
        for batch in 1...60 { throughput.add(images: 64, frames: 448, at: at(28 + Double(batch) / 10)) }
        #expect(abs(throughput.rates(at: at(34)).images - 640) < 1)
    }

    @Test func restAndTestsDoNotCount() {
        var throughput = running(10, every: 0.1)
        throughput.pause(at: at(1))
        #expect(abs(throughput.rates(at: at(500)).images - 640) < 1)
        throughput.resume(at: at(500))
        throughput.add(images: 64, frames: 448, at: at(500.1))
        throughput.skip(to: at(520))
        throughput.add(images: 64, frames: 448, at: at(520.1))
        #expect(abs(throughput.rates(at: at(520.1)).images - 640) < 1)
    }
}
