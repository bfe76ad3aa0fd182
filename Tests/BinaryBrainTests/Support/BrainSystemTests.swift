import Testing

@testable import BinaryBrain

/// The manual's system functions (§6.2.14).
@Suite struct BrainSystemTests {
    @Test func versionsAreThere() {
        #expect(!BrainSystem.versionString.isEmpty)
        #expect(BrainSystem.cudaDriverVersion == 0 && BrainSystem.cudaDriverVersionString == "none")
    }

    /// In a process of its own: other tests look at the threads, too.
    @Test func theNumberOfThreadsCanChange() async {
        await #expect(processExitsWith: .success) {
            let layer = try DifferentiableLut(outputShape: [500])
            let x = FrameBuffer.random(frames: 512, shape: [100], seed: 1)
            var answers: [[Float]] = []
            for threads in [1, 3, 2, 8, 1, 4] {
                try BrainSystem.setThreadCount(threads)
                #expect(BrainSystem.threadCount == threads)
                for _ in 0..<20 { answers.append(try layer.forward(x, train: false).frameMajorValues()) }
            }
            #expect(answers.allSatisfy { $0 == answers[0] })
            #expect(throws: BrainError.self) { try BrainSystem.setThreadCount(0) }
            #expect(throws: BrainError.self) { try BrainSystem.setThreadCount(257) }
            #expect(BrainSystem.threadCount == 4)
        }
    }

    @Test func hostOnlyForAllRunsTheReferenceCode() async {
        await #expect(processExitsWith: .success) {
            let layer = try DenseAffine(outputShape: [40])
            let x = FrameBuffer.random(frames: 33, shape: [70], seed: 1)
            let fast = try layer.forward(x, train: false).frameMajorValues()
            try layer.sendCommand("host_only true")
            let plain = try layer.forward(x, train: false).frameMajorValues()
            try layer.sendCommand("host_only false")
            BrainSystem.setHostOnly(true)
            #expect(BrainSystem.isHostOnly)
            #expect(try layer.forward(x, train: false).frameMajorValues() == plain)
            #expect(Kernels.table(hostOnly: false).name == Kernels.table(hostOnly: true).name)
            BrainSystem.setHostOnly(false)
            #expect(try layer.forward(x, train: false).frameMajorValues() == fast)
        }
    }
}
