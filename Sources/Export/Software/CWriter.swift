import KernelInterface
import Netlist

/// A net as one C file: the LUTs as a table, and the few functions that run it on 64 frames a word.
struct CWriter {
    let circuit: Circuit
    /// Whether the net takes 8-bit pixels; of numbers of another kind the caller makes the bits.
    let takesPixels: Bool
    private let plan: EvaluationPlan

    init(_ circuit: Circuit, takesPixels: Bool) {
        self.circuit = circuit
        self.takesPixels = takesPixels
        plan = EvaluationPlan(circuit.netlist)
    }

    private var name: String { circuit.name }
    private var macro: String { circuit.name.uppercased() }

    /// Words between rows: a cache line, so that rows lie an odd number of lines apart. Of lines a power of two apart,
    /// a cache keeps few. More rows than a second cache holds (a megabyte here) are faster without, by a tenth.
    private var rowGap: Int { plan.rowCount <= 1536 ? 8 : 0 }

    /// The header.
    var header: String {
        let netlist = circuit.netlist
        return """
            /* \(name): a net of \(plan.steps.count) look-up tables, written by bbwb.
             * It was called '\(SafeText.comment(circuit.title))'.
             * io.md says which pixel is which bit, and what the numbers mean. */
            #ifndef \(macro)_H
            #define \(macro)_H

            #include <stddef.h>
            #include <stdint.h>

            #ifdef __cplusplus
            extern "C" {
            #endif

            /* Pixels of an image. */
            #define \(macro)_PIXELS \(netlist.encoding.shape.count)
            /* Bit frames that an image becomes. */
            #define \(macro)_FRAMES \(circuit.framesPerImage)
            /* Input bits and output bits of a frame. */
            #define \(macro)_INPUTS \(netlist.inputCount)
            #define \(macro)_OUTPUTS \(netlist.outputs.count)
            /* Numbers that an image becomes: \(circuit.isClassifier ? "one a class" : "the net's outputs"). */
            #define \(macro)_NUMBERS \(circuit.numberCount)

            /* All functions return 0, or -1 if there is not enough memory. They keep nothing between calls, so several
             * threads may call them at once. */

            /* Output bits for input bits. Row i of `inputs` holds input bit i of 64 * words frames, 64 frames a word,
             * the first in the lowest bit; row o of `outputs` output bit o. Rows lie one after another. */
            int \(name)_evaluate(const uint64_t *inputs, uint64_t *outputs, size_t words);
            \(takesPixels ? pixelFunctions : "")
            #ifdef __cplusplus
            }
            #endif

            #endif

            """
    }

    private var pixelFunctions: String {
        """

        /* Ones of each number of each image; pixels are images one after another. */
        int \(name)_count(const uint8_t *pixels, size_t images, uint32_t *counts);

        /* The number with the most ones of each image, the first if several have them. */
        int \(name)_classify(const uint8_t *pixels, size_t images, uint32_t *classes);

        """
    }

    /// The source.
    var source: String {
        var text = TextBuilder()
        text.lines(
            """
            /* The functions of \(name).h, written by bbwb.
             * C99 and its library only; GCC's and Clang's vectors are used where they are. All compilers make the same
             * answers of it; it is fastest with -O2 and -march=native. */
            #include "\(name).h"

            #include <stdlib.h>
            #include <string.h>

            #define PIXELS \(macro)_PIXELS
            #define FRAMES \(macro)_FRAMES
            #define INPUTS \(macro)_INPUTS
            #define OUTPUTS \(macro)_OUTPUTS
            #define NUMBERS \(macro)_NUMBERS
            #define DEPTH \(circuit.netlist.encoding.depthModulationSize)
            /* Whether each pixel has thresholds of its own. */
            #define OWN_THRESHOLDS \(circuit.netlist.encoding.hasOwnThresholds ? 1 : 0)
            #define LUTS \(max(1, plan.steps.count))
            #define ROWS \(plan.rowCount)
            /* Words between rows of bits. */
            #define ROW_GAP \(rowGap)
            /* Bits of the largest count, and of the largest class. */
            #define COUNT_BITS \(circuit.largestCount.bitsNeeded)
            #define CLASS_BITS \((circuit.numberCount - 1).bitsNeeded)

            #define evaluate \(name)_evaluate
            #define count \(name)_count
            #define classify \(name)_classify

            typedef \(plan.rowCount <= 1 << 16 ? "uint16_t" : "uint32_t") row_number;
            """)
        writeTables(&text)
        text.line()
        text.line(CRuntime.text(takesPixels: takesPixels))
        return text.text
    }

    private func writeTables(_ text: inout TextBuilder) {
        text.line()
        text.line("/* A LUT: its function as exclusive or of products, rows that it reads, row that it writes. */")
        text.line("static const struct { uint64_t form; row_number in[6], out; } luts[LUTS] = {")
        for step in plan.steps {
            let rows = [step.input0, step.input1, step.input2, step.input3, step.input4, step.input5]
                .map(String.init).joined(separator: ",")
            text.line("    {0x\(step.form.hex(16))u, {\(rows)}, \(step.output)},")
        }
        if plan.steps.isEmpty { text.line("    {0, {0}, 0},") }
        text.line("};")
        writeArray("row_number", "input_rows[INPUTS]", "Row of each input bit.", plan.inputRows, &text)
        writeArray("row_number", "output_rows[OUTPUTS]", "Row of each output bit.", plan.outputRows, &text)
        guard takesPixels else { return }
        let encoding = circuit.netlist.encoding
        // Rows of pixels, so that a loop over pixels reads on: the C code has them by depth first.
        let own = encoding.hasOwnThresholds
        let depths = encoding.depthModulationSize
        let thresholds =
            own
            ? (0..<depths).flatMap { depth in
                (0..<encoding.shape.count).map { encoding.threshold(node: $0, depth: depth) }
            } : encoding.thresholds
        writeArray(
            "uint16_t", own ? "thresholds[DEPTH * PIXELS]" : "thresholds[DEPTH * FRAMES]",
            "The smallest pixel that gives a one, of "
                + (own ? "pixel p and depth d at d * PIXELS + p" : "frame f and depth d at d * FRAMES + f")
                + "; 256 for none.",
            thresholds.map(InputEncoding.smallestPixel(reaching:)), &text)
    }

    private func writeArray(
        _ type: String, _ declaration: String, _ comment: String, _ values: [Int], _ text: inout TextBuilder
    ) {
        text.line()
        text.line("/* \(comment) */")
        text.line("static const \(type) \(declaration) = {")
        for start in stride(from: 0, to: values.count, by: 16) {
            let row = values[start..<min(values.count, start + 16)].map(String.init).joined(separator: ", ")
            text.line("    \(row),")
        }
        text.line("};")
    }
}
