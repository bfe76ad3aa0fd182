import BinaryBrain
import TestSupport
import Testing

/// Convolution, pooling and upsampling against the numbers of the original.
@Suite("Convolution and pooling: golden vectors")
struct ConvolutionGoldenTests {
    static let borders = ["constant", "reflect", "reflect_101", "replicate", "wrap"]
    static let lowerings =
        borders.flatMap { ["same_\($0)_s1", "same_\($0)_s2"] } + ["valid_reflect_101_s1", "valid_reflect_101_s2"]

    @Test(arguments: lowerings) func lowering(name: String) throws {
        let vector = "im2col_\(name)"
        let golden = try Golden.arrays(vector)
        let words = name.split(separator: "_", maxSplits: 1)
        let stride = name.hasSuffix("2") ? 2 : 1
        let layer = try ConvolutionIm2Col(
            filterSize: PlaneSize(3), stride: PlaneSize(stride), padding: Padding(parsing: String(words[0])),
            borderMode: BorderMode(parsing: String(words[1].dropLast(3))))
        let y = try layer.forward(golden["x"]!.frameBuffer(), train: true)
        #expect(Golden.deviation(of: y, from: golden["y"]!, name: "\(vector)/y") == 0)
        let dx = try layer.backward(golden["dy"]!.frameBuffer())
        // For padding 'same' with a stride, the original's backward reads the wrong places.
        guard layer.padding == .valid || stride == 1 else { return }
        #expect(Golden.deviation(of: dx, from: golden["dx"]!, name: "\(vector)/dx") < 1e-6)
    }

    @Test func loweringOfBits() throws {
        let golden = try Golden.arrays("bit_im2col")
        let layer = try ConvolutionIm2Col(
            filterSize: PlaneSize(3), padding: golden["y"]!.shape[0] == 120 ? .valid : .same, binaryType: .bit)
        var bits = golden["bits"]!.frameBuffer(dtype: .bit)
        bits.levels = .zeroOne
        let y = try layer.forward(bits, train: false)
        #expect(y.dtype == .bit)
        #expect(Golden.deviation(of: y, from: golden["y"]!, name: "bit_im2col/y") == 0)
    }

    @Test func convolutionOfADenseLayer() throws {
        let golden = try Golden.arrays("conv2d_dense")
        let dense = try DenseAffine(outputShape: [5])
        let layer = try Convolution2d(dense, filterSize: PlaneSize(3))
        let x = golden["x"]!.frameBuffer()
        #expect(try layer.setInputShape(x.shape) == [5, 4, 5])
        for (tensor, name) in zip(layer.parameters.tensors, ["W", "b"]) {
            for (index, value) in golden[name]!.floats.enumerated() { tensor[index] = value }
        }
        let y = try layer.forward(x, train: true)
        #expect(Golden.deviation(of: y, from: golden["y"]!, name: "conv2d_dense/y") < 1e-5)
        let dx = try layer.backward(golden["dy"]!.frameBuffer())
        #expect(Golden.deviation(of: dx, from: golden["dx"]!, name: "conv2d_dense/dx") < 1e-5)
        for (gradient, name) in zip(layer.gradients.tensors, ["dW", "db"]) {
            let deviation = Golden.deviation(of: gradient.values, from: golden[name]!, name: "conv2d_dense/\(name)")
            #expect(deviation < 1e-5)
        }
    }

    static let pools = ["maxpool", "maxpool3x2", "stochmaxpool", "upsampling", "upsampling_nofill"]

    @Test(arguments: pools) func poolsOfNumbers(name: String) throws {
        let golden = try Golden.arrays(name)
        let layer: any Model =
            switch name {
            case "maxpool": try MaxPooling()
            case "maxpool3x2": try MaxPooling(filterSize: PlaneSize(height: 3, width: 2))
            case "stochmaxpool": try StochasticMaxPooling()
            default: try UpSampling(filterSize: PlaneSize(height: 2, width: 3), fill: name == "upsampling")
            }
        let x = golden["x"]!.frameBuffer()
        let inferred = try layer.forward(x, train: false)
        #expect(Golden.deviation(of: inferred, from: golden["y_infer"]!, name: "\(name)/y_infer") < 1e-6)
        let y = try layer.forward(x, train: true)
        #expect(Golden.deviation(of: y, from: golden["y_train"]!, name: "\(name)/y_train") < 1e-6)
        let dx = try layer.backward(golden["dy"]!.frameBuffer())
        #expect(Golden.deviation(of: dx, from: golden["dx"]!, name: "\(name)/dx") < 1e-6)
    }

    @Test(arguments: ["bit_maxpool", "bit_stochmaxpool"]) func poolsOfBits(name: String) throws {
        let golden = try Golden.arrays(name)
        let layer: any Model =
            name == "bit_maxpool" ? try MaxPooling(binaryType: .bit) : try StochasticMaxPooling(binaryType: .bit)
        let y = try layer.forward(golden["bits"]!.frameBuffer(dtype: .bit), train: true)
        #expect(y.dtype == .bit)
        // The file has zeros and ones, the levels are −1 and +1.
        let ones = y.frameMajorValues().map { $0 > 0 ? Float(1) : 0 }
        #expect(Golden.deviation(of: ones, from: golden["y"]!, name: "\(name)/y") == 0)
        let dx = try layer.backward(golden["dy"]!.frameBuffer())
        #expect(Golden.deviation(of: dx, from: golden["dx"]!, name: "\(name)/dx") < 1e-6)
    }
}
