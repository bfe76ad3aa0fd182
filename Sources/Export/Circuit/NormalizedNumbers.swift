import BinaryBrain
import Datasets
import Netlist

/// What was done to samples and targets before a net was trained on them: the circuit's thresholds and answers are of that.
struct NormalizedNumbers {
    let preparation: Preparation
    let columns: ColumnNames?

    /// Nil for a data set that is as its files have it.
    init?(of dataset: Dataset) {
        guard let preparation = dataset.preparation, preparation.input != nil || preparation.target != nil else {
            return nil
        }
        self.preparation = preparation
        columns = dataset.columns
    }

    /// Whether a threshold of normalised numbers is one of raw numbers, too.
    var hasRawThresholds: Bool { preparation.input?.factors.allSatisfy { $0 > 0 } ?? false }

    /// A sentence for whoever exports.
    var notice: String {
        var parts: [String] = []
        if preparation.input != nil { parts.append("compares normalised numbers with its thresholds") }
        if preparation.target != nil { parts.append("answers normalised numbers") }
        return "the circuit \(parts.joined(separator: " and ")): io.md has what belongs to raw ones"
    }

    /// The table of a threshold for each bit that the netlist looks at, in raw numbers too.
    func writeInputs(_ netlist: Netlist, _ text: inout TextBuilder) {
        guard let input = preparation.input else { return }
        let encoding = netlist.encoding
        text.line(
            "The net was trained on normalised numbers: y = (x − offset) · factor of a raw number x, with the offset")
        text.line("and factor that were learned from the training samples. Thresholds are of y.")
        if hasRawThresholds {
            text.line("The last column is the smallest x, in single precision, whose y reaches the threshold:")
            text.line("raw numbers that are compared with it give the same bits, and need not be normalised.")
        }
        text.line()
        text.line(
            "| number |\(columns == nil ? "" : " column |") frame | bit | offset | factor | threshold |"
                + (hasRawThresholds ? " smallest raw number |" : ""))
        text.line(
            "| --- |\(columns == nil ? "" : " --- |") --- | --- | --- | --- | --- |"
                + (hasRawThresholds ? " --- |" : ""))
        let isRead = netlist.isInputRead
        for node in 0..<encoding.shape.count {
            for depth in 0..<encoding.depthModulationSize
            where isRead[encoding.signal(node: node, depth: depth)] {
                for frame in 0..<encoding.frameModulationSize {
                    let threshold = encoding.threshold(node: node, depth: depth, step: frame)
                    let raw = hasRawThresholds ? " \(input.smallestRaw(reaching: threshold, node: node)) |" : ""
                    text.line(
                        "| \(node) |\(column(columns?.inputs, node)) \(frame) | \(depth) | \(input.offsets[node]) | "
                            + "\(input.factors[node]) | \(threshold) |\(raw)")
                }
            }
        }
        text.line()
    }

    /// How an answer becomes a number of the data.
    func writeAnswers(_ text: inout TextBuilder) {
        guard let target = preparation.target else { return }
        text.line()
        text.line("The targets were normalised, too: of an answer y the raw number is y / factor + offset.")
        text.line()
        text.line("| answer |\(columns == nil ? "" : " column |") offset | factor |")
        text.line("| --- |\(columns == nil ? "" : " --- |") --- | --- |")
        for node in target.offsets.indices {
            text.line(
                "| \(node) |\(column(columns?.answers, node)) \(target.offsets[node]) | \(target.factors[node]) |")
        }
    }

    private func column(_ names: [String]?, _ node: Int) -> String {
        guard let names else { return "" }
        return " \(names.indices.contains(node) ? SafeText.comment(names[node]) : "") |"
    }
}

extension Normalization {
    /// The smallest raw number whose normalised one is at least `threshold`; infinity if none is. Its factor is above 0.
    func smallestRaw(reaching threshold: Float, node: Int) -> Float {
        func reaches(_ x: Float) -> Bool { (x - offsets[node]) * factors[node] >= threshold }
        let greatest = Float.greatestFiniteMagnitude
        guard reaches(greatest) else { return .infinity }
        guard !reaches(-greatest) else { return -greatest }
        // Rounding keeps the order of numbers, so there is one place where what does not reach it ends.
        var (low, high) = (Self.order(-greatest), Self.order(greatest))
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if reaches(Self.number(middle)) { high = middle } else { low = middle }
        }
        return Self.number(high)
    }

    /// The place of a finite number among all; 0 and -0 have one.
    private static func order(_ x: Float) -> Int64 {
        x < 0 ? -Int64((-x).bitPattern) : Int64(x.bitPattern & 0x7FFF_FFFF)
    }

    private static func number(_ order: Int64) -> Float {
        let magnitude = Float(bitPattern: UInt32(order.magnitude))
        return order < 0 ? -magnitude : magnitude
    }
}
