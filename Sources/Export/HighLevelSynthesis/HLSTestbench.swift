/// The testbench of an exported C++ function: compares every output bit, count and class with the netlist's.
struct HLSTestbench {
    let circuit: Circuit
    let vectors: VectorSet
    /// What it reads.
    let files: [ExportBundle.File]

    /// Length and sum of a file that it reads, as arguments; zeros for one that there is none of.
    private func digest(_ path: String) -> String { files.first { $0.path == path }?.digestArguments ?? "0U, 0U" }

    /// The source.
    var source: String {
        let name = circuit.name
        let netlist = circuit.netlist
        return """
            // Testbench of \(name), written by bbwb. Its files lie in test/ where a plain compiler's program runs, and
            // beside the program where the vendor's tool simulates.
            #include "../\(name).hpp"

            #include <cstdio>
            #include <cstdlib>
            #include <string>
            #include <vector>

            // Apart from the function, whatever it is called.
            namespace {

            const int frames = \(vectors.frameCount);
            const int images = \(vectors.pixels == nil ? 0 : vectors.imageCount);
            const int row_bytes = \(VectorWords.rowWords(vectors) * 8);

            // Reads a file that must be the one that was exported: as long, and with the same FNV-1a sum.
            std::vector<unsigned char> read_file(
                const std::string &name, size_t size, size_t exported, unsigned exported_sum) {
                std::vector<unsigned char> bytes(size);
                FILE *file = fopen(("test/" + name).c_str(), "rb");
                if (!file) file = fopen(name.c_str(), "rb");
                if (!file || size != exported || fread(bytes.data(), 1, size, file) != size || getc(file) != EOF) {
                    printf("FAIL %s cannot be read, or is not as long as it was exported\\n", name.c_str());
                    exit(2);
                }
                fclose(file);
                unsigned sum = \(FileDigest.basis)U;
                for (size_t i = 0; i < size; i++) {
                    if (bytes[i] != 13) sum = (sum ^ bytes[i]) * \(FileDigest.prime)U;
                }
                if (sum != exported_sum) {
                    printf("FAIL %s is not the file that was exported\\n", name.c_str());
                    exit(2);
                }
                return bytes;
            }

            // Bit `frame` of row `row`.
            bool bit(const std::vector<unsigned char> &rows, int row, int frame) {
                return (rows[size_t(row) * row_bytes + frame / 8] >> (frame % 8)) & 1;
            }

            long test_bits() {
                const std::vector<unsigned char> inputs = read_file("stimuli.bin", size_t(\(name)_inputs) * row_bytes,
                    \(digest(VectorWords.stimuli)));
                const std::vector<unsigned char> expected = read_file("expected.bin", size_t(\(name)_outputs) * row_bytes,
                    \(digest(VectorWords.expected)));
                long different = 0;
                for (int frame = 0; frame < frames; frame++) {
                    ap_uint<\(netlist.inputCount)> in_data = 0;
                    for (int i = 0; i < \(name)_inputs; i++) in_data[i] = bit(inputs, i, frame);
                    ap_uint<\(netlist.outputs.count)> out_data = ::\(name)(in_data);
                    for (int o = 0; o < \(name)_outputs; o++) {
                        if (bool(out_data[o]) != bit(expected, o, frame)) different++;
                    }
                }
                return different;
            }
            \(vectors.pixels == nil ? "" : imageTest)
            int test() {
                const long bits = test_bits();
                const long numbers = \(vectors.pixels == nil ? "0" : "test_images()");
                printf("%s frames %d, output bits that differ %ld, images %d, counts and classes that differ %ld\\n",
                    bits || numbers ? "FAIL" : "PASS", frames, bits, images, numbers);
                return bits || numbers ? 1 : 0;
            }

            }  // namespace

            int main() { return test(); }

            """
    }

    private var imageTest: String {
        let name = circuit.name
        return """

            long test_images() {
                const std::vector<unsigned char> pixels = read_file("pixels.bin", size_t(\(name)_pixels) * images,
                    \(digest(VectorWords.pixels)));
                const std::vector<unsigned char> expected = read_file("counts.bin", size_t(\(name)_numbers) * images * 4,
                    \(digest(VectorWords.counts)));
                long different = 0;
                for (int image = 0; image < images; image++) {
                    unsigned counts[\(name)_numbers];
                    const int chosen = ::\(name)_classify(&pixels[size_t(image) * \(name)_pixels], counts);
                    int best = 0;
                    for (int n = 0; n < \(name)_numbers; n++) {
                        const unsigned char *b = &expected[(size_t(image) * \(name)_numbers + n) * 4];
                        if (counts[n] != (b[0] | b[1] << 8 | b[2] << 16 | unsigned(b[3]) << 24)) different++;
                        if (counts[n] > counts[best]) best = n;
                    }
                    if (chosen != best) different++;
                }
                return different;
            }

            """
    }
}
