/// The part of an exported C file that is the same for every net.
enum CRuntime {
    static func text(takesPixels: Bool) -> String {
        ([basis, luts] + (takesPixels ? [pixels, numbers] : [])).joined(separator: "\n\n")
    }

    /// Vectors, and the memory that a call works in.
    private static let basis = #"""
        /* Vectors of 64-bit words, as wide as the processor has that this is compiled for; elsewhere single words. */
        #if defined(__GNUC__) || defined(__clang__)
        #if defined(__AVX512BW__)
        #define VECTOR_WORDS 8
        #elif defined(__AVX2__)
        #define VECTOR_WORDS 4
        #else
        #define VECTOR_WORDS 2
        #endif
        typedef uint64_t vector __attribute__((vector_size(8 * VECTOR_WORDS), may_alias));
        typedef uint8_t byte_vector __attribute__((vector_size(8 * VECTOR_WORDS), may_alias));
        #else
        #define VECTOR_WORDS 1
        typedef uint64_t vector;
        #endif
        #define VECTOR_BYTES (8 * VECTOR_WORDS)

        /* Before a loop of eight turns whose counter should be known in each of them. */
        #if defined(__clang__)
        #define UNROLL _Pragma("unroll")
        #elif defined(__GNUC__) && __GNUC__ >= 8
        #define UNROLL _Pragma("GCC unroll 8")
        #else
        #define UNROLL
        #endif

        /* A block of images becomes a row of bits a signal: 64 images a word, their STEPS frames one after another.
         * Many words, so that little time goes into finding rows. */
        #define ROW_WORDS 64
        #define ROW_STRIDE (ROW_WORDS + ROW_GAP)
        #define STEPS (FRAMES < ROW_WORDS ? FRAMES : ROW_WORDS)
        #define BLOCK_WORDS (ROW_WORDS / STEPS)

        /* What a call works in. */
        typedef struct {
            uint64_t rows[ROWS][ROW_STRIDE];
            /* Ones of each number: bit b of the count, 64 images a word. */
            uint64_t counts[NUMBERS][COUNT_BITS][BLOCK_WORDS];
            /* Eight words of the input rows on their way: bit i of byte [word][g][p] is pixel p of image 8 * g + i. */
            uint8_t merged[8][8][PIXELS];
        } workspace;

        /* A workspace at the start of a cache line; *block is what to free. */
        static workspace *make_workspace(void **block) {
            workspace *work = NULL;
            *block = malloc(sizeof *work + 64);
            if (*block) {
                work = (workspace *)(((uintptr_t)*block + 63) / 64 * 64);
                /* Of LUTs with fewer than six inputs the others are row 0. */
                memset(work->rows[0], 0, sizeof work->rows[0]);
            }
            return work;
        }

        static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }
        """#

    /// The evaluation of the LUTs: bits in, bits out.
    private static let luts = #"""
        /* --- LUTs --- */

        /* Four bits of a form choose one of the 16 functions of inputs 0 and 1. One of the 16 products of the other
         * inputs goes with each; those of a quad differ in inputs 2 and 3. */
        #define CHOSEN(n) functions[form >> 4 * (n) & 15]
        #define QUAD(q) \
            (CHOSEN(4 * (q)) ^ (x2 & CHOSEN(4 * (q) + 1)) ^ (x3 & (CHOSEN(4 * (q) + 2) ^ (x2 & CHOSEN(4 * (q) + 3)))))

        /* Evaluates all LUTs on the first words of the rows. */
        static void run(uint64_t (*rows)[ROW_STRIDE], size_t words) {
            const size_t vectors = (words + VECTOR_WORDS - 1) / VECTOR_WORDS;
            vector functions[16];
            functions[0] = (vector){0};
            functions[1] = ~functions[0];
            for (size_t i = 0; i < LUTS; i++) {
                const uint64_t form = luts[i].form;
                const row_number *const in = luts[i].in;
                const vector *const row0 = (const vector *)rows[in[0]], *const row1 = (const vector *)rows[in[1]];
                const vector *const row2 = (const vector *)rows[in[2]], *const row3 = (const vector *)rows[in[3]];
                const vector *const row4 = (const vector *)rows[in[4]], *const row5 = (const vector *)rows[in[5]];
                vector *const out = (vector *)rows[luts[i].out];
                for (size_t v = 0; v < vectors; v++) {
                    const vector x0 = row0[v], x1 = row1[v], x2 = row2[v], x3 = row3[v];
                    const vector both = x0 & x1, either = x0 ^ x1;
                    functions[2] = x0;
                    functions[3] = ~x0;
                    functions[4] = x1;
                    functions[5] = ~x1;
                    functions[6] = either;
                    functions[7] = ~either;
                    functions[8] = both;
                    functions[9] = ~both;
                    functions[10] = x0 ^ both;
                    functions[11] = ~(x0 ^ both);
                    functions[12] = x1 ^ both;
                    functions[13] = ~(x1 ^ both);
                    functions[14] = either ^ both;
                    functions[15] = ~(either ^ both);
                    if (form >> 16 == 0) { /* up to four inputs */
                        out[v] = QUAD(0);
                    } else if (form >> 32 == 0) { /* five */
                        out[v] = QUAD(0) ^ (row4[v] & QUAD(1));
                    } else {
                        const vector x4 = row4[v], x5 = row5[v];
                        out[v] = QUAD(0) ^ (x4 & QUAD(1)) ^ (x5 & (QUAD(2) ^ (x4 & QUAD(3))));
                    }
                }
            }
        }

        int evaluate(const uint64_t *inputs, uint64_t *outputs, size_t words) {
            void *block;
            workspace *work = make_workspace(&block);
            if (!work) return -1;
            for (size_t first = 0; first < words; first += ROW_WORDS) {
                const size_t part = smaller(ROW_WORDS, words - first);
                for (size_t i = 0; i < INPUTS; i++) {
                    memcpy(work->rows[input_rows[i]], inputs + i * words + first, part * 8);
                }
                run(work->rows, part);
                for (size_t o = 0; o < OUTPUTS; o++) {
                    memcpy(outputs + o * words + first, work->rows[output_rows[o]], part * 8);
                }
            }
            free(block);
            return 0;
        }
        """#
}
