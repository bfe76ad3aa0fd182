import Workbench

/// Where and how a reconstruction differs from its input: black where it does not, orange where it is too bright, blue where
/// it is too dark; grey without colours.
enum DifferenceImage {
    static func make(_ input: SampleImage, _ output: SampleImage, colored: Bool) -> SampleImage? {
        guard input.width == output.width, input.height == output.height, input.channels == output.channels else {
            return nil
        }
        let plane = input.width * input.height
        // The mean over the channels.
        let differences = (0..<plane).map { pixel in
            (0..<input.channels).reduce(Float(0)) {
                $0 + output.values[$1 * plane + pixel] - input.values[$1 * plane + pixel]
            } / Float(max(1, input.channels))
        }
        guard colored else {
            return SampleImage(channels: 1, height: input.height, width: input.width, values: differences.map(abs))
        }
        let red = differences.map { max(0, $0) + max(0, -$0) * 0.1 }
        let green = differences.map { abs($0) * 0.55 }
        let blue = differences.map { max(0, -$0) + max(0, $0) * 0.1 }
        return SampleImage(channels: 3, height: input.height, width: input.width, values: red + green + blue)
    }
}
