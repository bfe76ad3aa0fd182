/// The test of an exported C file: compares every output bit, count and class with the netlist's, or measures.
struct CTestWriter {
    /// Images or frames that are measured together, at least: the vectors as often as it takes.
    static let measuredCount = 8192

    let circuit: Circuit
    let vectors: VectorSet
    /// What it reads.
    let files: [ExportBundle.File]

    /// Length and sum of a file that it reads, as arguments.
    private func digest(_ path: String) -> String { files.first { $0.path == path }!.digestArguments }

    /// The source.
    var source: String {
        let name = circuit.name
        let macro = name.uppercased()
        let hasPixels = vectors.pixels != nil
        return """
            /* Test of \(name).c, written by bbwb: `make test`; `make bench` measures. */
            #define _POSIX_C_SOURCE 199309L
            #include "../\(name).h"

            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <time.h>

            #define IMAGES \(vectors.imageCount)
            #define WORDS \(VectorWords.rowWords(vectors))
            #define LAST_FRAMES \((vectors.frameCount - 1) % 64 + 1)

            /* Reads a file that must be the one that was exported: as long, and with the same FNV-1a sum. */
            static unsigned char *read_file(const char *path, size_t size, size_t exported, uint32_t exported_sum) {
                FILE *file = fopen(path, "rb");
                unsigned char *bytes = malloc(size ? size : 1);
                uint32_t sum = \(FileDigest.basis)U;
                if (!file || !bytes || size != exported || fread(bytes, 1, size, file) != size || getc(file) != EOF) {
                    printf("FAIL %s cannot be read, or is not as long as it was exported\\n", path);
                    exit(2);
                }
                fclose(file);
                for (size_t i = 0; i < size; i++) {
                    if (bytes[i] != 13) sum = (sum ^ bytes[i]) * \(FileDigest.prime)U;
                }
                if (sum != exported_sum) {
                    printf("FAIL %s is not the file that was exported\\n", path);
                    exit(2);
                }
                return bytes;
            }

            static uint64_t *read_words(const char *path, size_t count, size_t exported, uint32_t exported_sum) {
                unsigned char *bytes = read_file(path, count * 8, exported, exported_sum);
                uint64_t *words = malloc(count * 8);
                if (!words) exit(2);
                for (size_t i = 0; i < count; i++) {
                    words[i] = 0;
                    for (int b = 0; b < 8; b++) words[i] |= (uint64_t)bytes[i * 8 + b] << 8 * b;
                }
                free(bytes);
                return words;
            }

            static long test_bits(void) {
                uint64_t *inputs = read_words("\(VectorWords.stimuli)", (size_t)\(macro)_INPUTS * WORDS,
                    \(digest(VectorWords.stimuli)));
                uint64_t *expected = read_words("\(VectorWords.expected)", (size_t)\(macro)_OUTPUTS * WORDS,
                    \(digest(VectorWords.expected)));
                uint64_t *outputs = malloc((size_t)\(macro)_OUTPUTS * WORDS * 8);
                long different = 0;
                if (!outputs || \(name)_evaluate(inputs, outputs, WORDS)) exit(2);
                for (size_t i = 0; i < (size_t)\(macro)_OUTPUTS * WORDS; i++) {
                    uint64_t change = outputs[i] ^ expected[i];
                    if (i % WORDS == WORDS - 1) change <<= 64 - LAST_FRAMES;
                    for (; change; change &= change - 1) different++;
                }
                free(inputs);
                free(expected);
                free(outputs);
                return different;
            }
            \(hasPixels ? pixelTests(name, macro) : "")
            \(measurement(name, macro, hasPixels: hasPixels))
            int main(int argc, char **argv) {
                long different, numbers = 0;
                if (argc > 1 && strcmp(argv[1], "bench") == 0) {
                    bench();
                    return 0;
                }
                different = test_bits();
            \(hasPixels ? "    numbers = test_pixels();\n" : "")\
                printf("%s frames %ld, output bits that differ %ld, images %d, counts and classes that differ %ld\\n",
                    different || numbers ? "FAIL" : "PASS", (long)(WORDS - 1) * 64 + LAST_FRAMES, different,
                    \(hasPixels ? "IMAGES" : "0"), numbers);
                return different || numbers ? 1 : 0;
            }

            """
    }

    private func pixelTests(_ name: String, _ macro: String) -> String {
        """

        static long test_pixels(void) {
            unsigned char *pixels = read_file("\(VectorWords.pixels)", (size_t)\(macro)_PIXELS * IMAGES,
                \(digest(VectorWords.pixels)));
            unsigned char *expected = read_file("\(VectorWords.counts)", (size_t)\(macro)_NUMBERS * IMAGES * 4,
                \(digest(VectorWords.counts)));
            uint32_t *counts = malloc((size_t)\(macro)_NUMBERS * IMAGES * 4);
            uint32_t *classes = malloc((size_t)IMAGES * 4);
            long different = 0;
            if (!counts || !classes || \(name)_count(pixels, IMAGES, counts)
                || \(name)_classify(pixels, IMAGES, classes)) {
                exit(2);
            }
            for (size_t image = 0; image < IMAGES; image++) {
                uint32_t best = 0, most = 0;
                for (uint32_t n = 0; n < \(macro)_NUMBERS; n++) {
                    const size_t at = image * \(macro)_NUMBERS + n;
                    uint32_t wanted = 0;
                    for (int b = 0; b < 4; b++) wanted |= (uint32_t)expected[at * 4 + b] << 8 * b;
                    if (counts[at] != wanted) different++;
                    if (n == 0 || wanted > most) {
                        best = n;
                        most = wanted;
                    }
                }
                if (classes[image] != best) different++;
            }
            free(pixels);
            free(expected);
            free(counts);
            free(classes);
            return different;
        }

        """
    }

    /// Speed on one thread: from pixels to classes, and from bits to bits.
    private func measurement(_ name: String, _ macro: String, hasPixels: Bool) -> String {
        let classes = """

            /* Classes of images a second. */
            static void bench_pixels(void) {
                const size_t size = (size_t)\(macro)_PIXELS * IMAGES;
                const size_t copies = (\(Self.measuredCount) + IMAGES - 1) / IMAGES;
                unsigned char *pixels = read_file("\(VectorWords.pixels)", size, \(hasPixels ? digest(VectorWords.pixels) : ""));
                unsigned char *many = malloc(size * copies);
                uint32_t *classes = malloc(IMAGES * copies * 4);
                if (!many || !classes) exit(2);
                for (size_t i = 0; i < copies; i++) memcpy(many + i * size, pixels, size);
                const work all = {many, classes, IMAGES * copies};
                printf("classify %.0f images/s from pixels\\n", all.count / shortest(classify, &all));
                free(pixels);
                free(many);
                free(classes);
            }

            """
        return """
            /* What is measured: inputs, outputs and how many. */
            typedef struct { const void *in; void *out; size_t count; } work;
            \(hasPixels
                ? "\nstatic int classify(const work *w) { return \(name)_classify(w->in, w->count, w->out); }" : "")
            static int evaluate(const work *w) { return \(name)_evaluate(w->in, w->out, w->count); }

            static double seconds(void) {
                struct timespec now;
                clock_gettime(CLOCK_MONOTONIC, &now);
                return now.tv_sec + now.tv_nsec * 1e-9;
            }

            /* Seconds that a call takes: the shortest of those of a tenth of a second. */
            static double shortest(int (*call)(const work *), const work *w) {
                const double end = seconds() + 0.1;
                double best = 1e9;
                do {
                    const double start = seconds();
                    if (call(w)) exit(2);
                    const double took = seconds() - start;
                    if (took < best) best = took;
                } while (seconds() < end);
                return best;
            }
            \(hasPixels ? classes : "")
            /* Frames of bits a second. */
            static void bench_bits(void) {
                const size_t copies = (\(Self.measuredCount) / 64 + WORDS - 1) / WORDS;
                uint64_t *inputs = read_words("\(VectorWords.stimuli)", (size_t)\(macro)_INPUTS * WORDS,
                    \(digest(VectorWords.stimuli)));
                uint64_t *many = malloc((size_t)\(macro)_INPUTS * WORDS * copies * 8);
                uint64_t *outputs = malloc((size_t)\(macro)_OUTPUTS * WORDS * copies * 8);
                if (!many || !outputs) exit(2);
                for (size_t i = 0; i < \(macro)_INPUTS * copies; i++) {
                    memcpy(many + i * WORDS, inputs + i / copies * WORDS, WORDS * 8);
                }
                const work all = {many, outputs, WORDS * copies};
                printf("evaluate %.0f frames/s from bits\\n", 64.0 * WORDS * copies / shortest(evaluate, &all));
                free(inputs);
                free(many);
                free(outputs);
            }

            static void bench(void) {
            \(hasPixels ? "    bench_pixels();\n" : "")\
                bench_bits();
            }

            """
    }
}
