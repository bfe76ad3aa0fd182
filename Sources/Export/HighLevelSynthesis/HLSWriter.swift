import Netlist

/// A net as C++ for high-level synthesis: a table of 64-bit constants a layer, and functions that the tool unrolls.
struct HLSWriter {
    let circuit: Circuit
    /// Whether the net takes 8-bit pixels; of numbers of another kind the caller makes the bits.
    let takesPixels: Bool
    private var netlist: Netlist { circuit.netlist }
    private var name: String { circuit.name }
    /// Bits of the vendor's numbers, by default and at most (UG1399, "Declaring/Defining ap_[u] Variables").
    private static let usualWidth = 1024
    static let largestWidth = 4096

    /// LUTs of one layer that stand together, and so share a table.
    struct Part {
        let layer: Int
        let luts: Range<Int>
    }

    init(_ circuit: Circuit, takesPixels: Bool = true) {
        self.circuit = circuit
        self.takesPixels = takesPixels
    }

    /// The header.
    var header: String {
        """
        // \(name): a net of \(netlist.luts.count) look-up tables, written by bbwb.
        // It was called '\(SafeText.comment(circuit.title))'.
        // io.md says what bits and numbers mean.
        #ifndef \(name.uppercased())_HPP
        #define \(name.uppercased())_HPP
        \(netlist.inputCount > Self.usualWidth || netlist.outputs.count > Self.usualWidth
            ? "\n// The vendor's header takes numbers of more than \(Self.usualWidth) bits only if it is told so.\n"
                + "#define AP_INT_MAX_W \(Self.largestWidth)" : "")
        #include "ap_int.h"

        const int \(name)_pixels = \(netlist.encoding.shape.count);
        const int \(name)_frames = \(circuit.framesPerImage);
        const int \(name)_inputs = \(netlist.inputCount);
        const int \(name)_outputs = \(netlist.outputs.count);
        const int \(name)_numbers = \(circuit.numberCount);

        // Top function of the bare net: a frame of bits a cycle.
        ap_uint<\(netlist.outputs.count)> \(name)(ap_uint<\(netlist.inputCount)> in_data);
        \(takesPixels ? pixelFunction : "")
        #endif

        """
    }

    private var pixelFunction: String {
        """

        // Top function with thresholds, modulation and counters: an image of 8-bit pixels becomes the ones of each
        // number and the number that has the most, the first if several have them.
        int \(name)_classify(const unsigned char pixels[\(name)_pixels], unsigned counts[\(name)_numbers]);

        """
    }

    /// The source.
    var source: String {
        var text = TextBuilder()
        text.lines(
            """
            // The functions of \(name).hpp, written by bbwb.
            #include "\(name).hpp"
            """)
        text.line()
        text.append(core)
        if takesPixels { writeTop(&text) }
        return text.text
    }

    /// The LUTs alone: tables and the function from bits to bits.
    var core: String {
        var text = TextBuilder()
        if !netlist.luts.isEmpty { writeLookUp(&text) }
        text.line("// Signals 0 to \(netlist.inputCount - 1) are the input bits, the others the LUTs.")
        for (index, part) in parts.enumerated() { writeTables(index, part, &text) }
        writeCore(&text)
        return text.text
    }

    private func writeLookUp(_ text: inout TextBuilder) {
        text.lines(
            """
            // The output of a LUT: bit p of its table for the pattern p of its inputs.
            static bool \(name)_look_up(
                unsigned long long table, bool i0, bool i1, bool i2, bool i3, bool i4, bool i5) {
            #pragma HLS INLINE
                const unsigned pattern = i0 | i1 << 1 | i2 << 2 | i3 << 3 | i4 << 4 | i5 << 5;
                return (table >> pattern) & 1;
            }

            """)
    }

    private var parts: [Part] {
        var parts: [Part] = []
        var start = 0
        for index in netlist.luts.indices
        where index + 1 == netlist.luts.count
            || netlist.luts[index + 1].layer != netlist.luts[index].layer
        {
            parts.append(Part(layer: netlist.luts[index].layer, luts: start..<index + 1))
            start = index + 1
        }
        return parts
    }

    private func writeTables(_ index: Int, _ part: Part, _ text: inout TextBuilder) {
        let luts = netlist.luts[part.luts]
        text.line()
        text.line(
            "// Part \(index): \(luts.count) LUTs of layer \(part.layer) "
                + "'\(SafeText.comment(netlist.layerNames[part.layer]))'.")
        text.line("static const unsigned long long \(name)_tables_\(index)[\(luts.count)] = {")
        let tables = luts.map { "0x\(Self.repeated($0).hex(16))ULL" }
        for start in stride(from: 0, to: tables.count, by: 5) {
            text.line("    \(tables[start..<min(tables.count, start + 5)].joined(separator: ", ")),")
        }
        text.line("};")
        text.line("static const int \(name)_wires_\(index)[\(luts.count)][6] = {")
        for lut in luts {
            let wires = lut.inputs.map(String.init) + [String](repeating: "0", count: 6 - lut.inputs.count)
            text.line("    {\(wires.joined(separator: ", "))},")
        }
        text.line("};")
    }

    /// The table for six inputs, whatever those that the LUT lacks are.
    private static func repeated(_ lut: Netlist.Lut) -> UInt64 {
        (lut.inputs.count..<Netlist.maximumLutInputs).reduce(lut.table) { $0 | $0 << (1 << UInt64($1)) }
    }

    private func writeCore(_ text: inout TextBuilder) {
        text.lines(
            """

            ap_uint<\(netlist.outputs.count)> \(name)(ap_uint<\(netlist.inputCount)> in_data) {
            #pragma HLS PIPELINE II=1
                bool signals[\(netlist.inputCount + netlist.luts.count)];
            #pragma HLS ARRAY_PARTITION variable=signals
                for (int i = 0; i < \(netlist.inputCount); i++) {
            #pragma HLS UNROLL
                    signals[i] = in_data[i];
                }
            """)
        for (index, part) in parts.enumerated() {
            text.lines(
                """
                    for (int i = 0; i < \(part.luts.count); i++) {
                #pragma HLS UNROLL
                        signals[\(netlist.inputCount + part.luts.lowerBound) + i] = \(name)_look_up(
                            \(name)_tables_\(index)[i],
                            signals[\(name)_wires_\(index)[i][0]], signals[\(name)_wires_\(index)[i][1]],
                            signals[\(name)_wires_\(index)[i][2]], signals[\(name)_wires_\(index)[i][3]],
                            signals[\(name)_wires_\(index)[i][4]], signals[\(name)_wires_\(index)[i][5]]);
                    }
                """)
        }
        text.line("    ap_uint<\(netlist.outputs.count)> out_data = 0;")
        for (position, output) in netlist.outputs.enumerated() {
            text.line("    out_data[\(position)] = signals[\(output)];")
        }
        text.line("    return out_data;")
        text.line("}")
    }

    private func writeTop(_ text: inout TextBuilder) {
        let encoding = netlist.encoding
        // A row a depth: of the frames, or of the pixels where each has thresholds of its own.
        let own = encoding.hasOwnThresholds
        let columns = own ? encoding.shape.count : circuit.framesPerImage
        let thresholds = (0..<encoding.depthModulationSize).flatMap { depth in
            (0..<columns).map { column in
                InputEncoding.smallestPixel(
                    reaching: encoding.threshold(node: own ? column : 0, depth: depth, step: own ? 0 : column))
            }
        }
        let points = encoding.shape.count / encoding.shape[0]
        let depth = encoding.depthModulationSize
        text.lines(
            """

            int \(name)_classify(const unsigned char pixels[\(name)_pixels], unsigned counts[\(name)_numbers]) {
                // A port for each pixel and each count; the arrays inside are registers.
            #pragma HLS ARRAY_PARTITION variable=pixels
            #pragma HLS ARRAY_PARTITION variable=counts
                unsigned ones[\(name)_numbers];
            #pragma HLS ARRAY_PARTITION variable=ones
                // The smallest pixel that gives a one, by depth and \(own ? "pixel" : "frame"); 256 for none.
                static const short thresholds[\(depth)][\(columns)] = {
            """)
        for row in 0..<depth {
            text.line("        {")
            let values = thresholds[row * columns..<(row + 1) * columns].map(String.init)
            for start in stride(from: 0, to: values.count, by: 16) {
                text.line("            \(values[start..<min(values.count, start + 16)].joined(separator: ", ")),")
            }
            text.line("        },")
        }
        text.lines(
            """
                };
            #pragma HLS ARRAY_PARTITION variable=thresholds dim=\(own ? 0 : 1)
                for (int n = 0; n < \(name)_numbers; n++) {
            #pragma HLS UNROLL
                    ones[n] = 0;
                }
                for (int frame = 0; frame < \(name)_frames; frame++) {
            #pragma HLS PIPELINE II=1
                    ap_uint<\(netlist.inputCount)> bits = 0;
                    for (int p = 0; p < \(name)_pixels; p++) {
                        for (int d = 0; d < \(depth); d++) {
                            const int place = (p / \(points) * \(depth) + d) * \(points) + p % \(points);
                            bits[place] = pixels[p] >= thresholds[d][\(own ? "p" : "frame")];
                        }
                    }
                    const ap_uint<\(netlist.outputs.count)> answer = ::\(name)(bits);
                    for (int o = 0; o < \(name)_outputs; o++) ones[o % \(name)_numbers] += answer[o] ? 1 : 0;
                }
                int best = 0;
                unsigned most = ones[0];
                for (int n = 0; n < \(name)_numbers; n++) {
            #pragma HLS UNROLL
                    counts[n] = ones[n];
                    if (ones[n] > most) {
                        best = n;
                        most = ones[n];
                    }
                }
                return best;
            }
            """)
    }
}
