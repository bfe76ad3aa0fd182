import BinaryBrain
import Testing
import TestSupport

@Suite("Dropout")
struct DropoutTests {
    @Test func agreesWithTheOriginal() throws {
        let golden = try Golden.arrays("dropout_seed1")
        let layer = try Dropout(rate: 0.3, seed: 1)
        let x = golden["x"]!.frameBuffer()
        for forward in 0..<3 {
            let y = try layer.forward(x, train: true)
            let name = "dropout_seed1/y\(forward)"
            #expect(Golden.deviation(of: y, from: golden["y\(forward)"]!, name: name) == 0)
        }
        let dx = try layer.backward(x)
        #expect(Golden.deviation(of: dx, from: golden["dx"]!, name: "dropout_seed1/dx") == 0)
        let inferred = try layer.forward(x, train: false)
        #expect(Golden.deviation(of: inferred, from: golden["y_infer"]!, name: "dropout_seed1/y_infer") < 1e-6)
    }

    @Test func restoredLayerSilencesTheSameNodes() throws {
        let (first, second) = (try Dropout(seed: 3), try Dropout(seed: 4))
        let x = FrameBuffer.random(frames: 3, shape: [50], seed: 1)
        _ = try first.forward(x, train: true)
        second.trainingState = first.trainingState
        let expected = try first.forward(x, train: true).frameMajorValues()
        #expect(try second.forward(x, train: true).frameMajorValues() == expected)
        #expect(second.mask.values == first.mask.values)
    }

    @Test func rejectsRatesThatAreNoShare() {
        #expect(throws: BrainError.self) { try Dropout(rate: 1.5) }
        #expect(throws: BrainError.self) { try Dropout(rate: .nan) }
    }
}
