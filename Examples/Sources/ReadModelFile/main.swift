import BinaryBrain
import Foundation

// A file that the original wrote: the first argument, or one that comes with the tests.
let sample = "../../../Tests/BinaryBrainTests/Golden/StochasticLut6_fp32_fp32.bb_net"
let path =
    CommandLine.arguments.dropFirst().first
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(sample).standardized.path
let file = try Data(contentsOf: URL(fileURLWithPath: path))
let net = try ModelFile.decode(file)

for layer in net.leaves {
    let luts = layer.lutCount.map { ", \($0) LUTs" } ?? ""
    print(
        "\(layer.modelName): \(layer.inputShape) → \(layer.outputShape)\(luts), \(layer.parameters.elementCount) parameters"
    )
}
let again = try ModelFile.encode(net)
print("written again: \(again == file ? "the same" : "other") \(again.count) bytes")

let frame = FrameBuffer(frameMajor: [Float](repeating: 1, count: net.inputShape.count), shape: net.inputShape)
print("its answer to ones: \(try net.forward(frame, train: false).frameMajorValues().prefix(4))")
