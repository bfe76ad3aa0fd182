import Foundation
import TestSupport
import Testing

/// The convolutional experiment from the first mini-batch to proved Verilog, by the commands that a user types.
@Suite struct StreamExportTests {
    @Test(.enabled(if: SlowTests.areEnabled), .hangLimit)
    func aTrainedConvolutionalNetIsProved() throws {
        let folder = try CommandLineTests.Folder()
        #expect(
            try CommandLineTests.Program("run", "mnist-lut-cnn", "--epochs", "2", in: folder.path).wait().status == 0)
        let checkpoint = try folder.checkpoint()
        let figures = try CommandLineTests.Program("eval", checkpoint, "--json", in: folder.path).wait().lines
        let accuracies = try figures.map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return (object?["test"] as? [String: Double])?["accuracy"]
        }
        #expect(accuracies.count == 4 && accuracies[0] != nil)
        #expect(accuracies[1] == accuracies[0] && accuracies[2] == accuracies[0])

        let export = try CommandLineTests.Program(
            "export", checkpoint, "--to", "verilog", "--out", "cnn", "--vectors", "100", "--verify", in: folder.path
        ).wait()
        #expect(export.status == 0, "\(export.errors)")
        let proof = try String(contentsOfFile: "\(folder.path)/cnn/proof.txt", encoding: .utf8)
        #expect(proof.hasPrefix("PROVED: all 9 checks passed"), "\(proof)")
        // Eight made images come before those of the test set.
        #expect(proof.contains("PASS frames 324 of 324, words 324, mismatches 0, images 100"), "\(proof)")
        // One convolution is the sub-net once, whatever the size of the image.
        #expect(export.output.hasPrefix("cnn: 1438 LUTs, "), "\(export.output)")

        // From pixels to the class: the same images, the same right ones, and no class that is not the software's.
        let right = try #require(proof.firstMatch(of: /images 100, correct (\d+), classes unlike the software's 0/)).1
        let withIO = try CommandLineTests.Program(
            "export", checkpoint, "--to", "verilog", "--with-io", "--out", "pixels", "--vectors", "100", "--verify",
            in: folder.path
        ).wait()
        #expect(withIO.status == 0, "\(withIO.errors)")
        let proofWithIO = try String(contentsOfFile: "\(folder.path)/pixels/proof.txt", encoding: .utf8)
        #expect(proofWithIO.hasPrefix("PROVED: all 9 checks passed"), "\(proofWithIO)")
        #expect(
            proofWithIO.contains(
                "PASS frames 108 of 108, words 108, mismatches 0, images 100, correct \(right), "
                    + "classes unlike the software's 0"), "\(proofWithIO)")
    }
}
