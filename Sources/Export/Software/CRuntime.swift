/// The part of an exported C file that is the same for every net.
enum CRuntime {
    static let text = #"""
        #if defined(__GNUC__) || defined(__clang__)
        #if defined(__AVX512F__)
        #define VECTOR_WORDS 8
        #else
        #define VECTOR_WORDS 4
        #endif
        typedef uint64_t vector __attribute__((vector_size(8 * VECTOR_WORDS)));
        #else
        typedef uint64_t vector;
        #define VECTOR_WORDS 1
        #endif

        /* Words of a row: 2048 frames are evaluated at a time, so that the rows stay in a cache. */
        #define ROW_WORDS 32
        #define ROW_VECTORS (ROW_WORDS / VECTOR_WORDS)

        /* The 16 functions of two inputs are tabled; the products of the other inputs each choose one of them. */
        static vector quad(const vector *functions, uint64_t form, vector x2, vector x3) {
            const vector low = functions[form & 15] ^ (x2 & functions[form >> 4 & 15]);
            const vector high = functions[form >> 8 & 15] ^ (x2 & functions[form >> 12 & 15]);
            return low ^ (x3 & high);
        }

        static void run(vector *rows, size_t vectors) {
            vector functions[16];
            const vector zero = (vector){0};
            functions[0] = zero;
            functions[1] = ~zero;
            for (size_t i = 0; i < LUTS; i++) {
                const uint64_t form = luts[i].form;
                const vector *in[6];
                vector *out = rows + (size_t)luts[i].out * ROW_VECTORS;
                for (int slot = 0; slot < 6; slot++) in[slot] = rows + (size_t)luts[i].in[slot] * ROW_VECTORS;
                for (size_t v = 0; v < vectors; v++) {
                    const vector x0 = in[0][v], x1 = in[1][v], x2 = in[2][v], x3 = in[3][v];
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
                    if (form >> 16 == 0) {
                        out[v] = quad(functions, form, x2, x3);
                    } else {
                        const vector x4 = in[4][v], x5 = in[5][v];
                        const vector low = quad(functions, form, x2, x3) ^ (x4 & quad(functions, form >> 16, x2, x3));
                        const vector high =
                            quad(functions, form >> 32, x2, x3) ^ (x4 & quad(functions, form >> 48, x2, x3));
                        out[v] = low ^ (x5 & high);
                    }
                }
            }
        }

        /* Memory for rows, aligned for vectors; *block is what to free. */
        static uint64_t *make_rows(void **block) {
            *block = calloc(1, (size_t)ROWS * ROW_WORDS * 8 + 64);
            return *block ? (uint64_t *)(((uintptr_t)*block + 63) / 64 * 64) : NULL;
        }

        static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

        /* Whole vectors that hold so many words. */
        static size_t vectors_of(size_t words) { return (words + VECTOR_WORDS - 1) / VECTOR_WORDS; }

        int evaluate(const uint64_t *inputs, uint64_t *outputs, size_t words) {
            void *block;
            uint64_t *rows = make_rows(&block);
            if (!rows) return -1;
            for (size_t first = 0; first < words; first += ROW_WORDS) {
                const size_t part = smaller(ROW_WORDS, words - first);
                for (size_t i = 0; i < INPUTS; i++) {
                    memcpy(rows + (size_t)input_rows[i] * ROW_WORDS, inputs + i * words + first, part * 8);
                }
                run((vector *)rows, vectors_of(part));
                for (size_t o = 0; o < OUTPUTS; o++) {
                    memcpy(outputs + o * words + first, rows + (size_t)output_rows[o] * ROW_WORDS, part * 8);
                }
            }
            free(block);
            return 0;
        }

        /* Exchanges blocks of j by j bits across the diagonal; a fixed j is what compilers turn into vectors. */
        #define EXCHANGE(j, mask) \
            for (int base = 0; base < 64; base += 2 * j) { \
                for (int k = base; k < base + j; k++) { \
                    const uint64_t change = (bits[k] >> j ^ bits[k + j]) & mask; \
                    bits[k] ^= change << j; \
                    bits[k + j] ^= change; \
                } \
            }

        /* Makes 64 rows of 64 bits their columns. */
        static void transpose(uint64_t *restrict bits) {
            EXCHANGE(32, 0x00000000ffffffffu)
            EXCHANGE(16, 0x0000ffff0000ffffu)
            EXCHANGE(8, 0x00ff00ff00ff00ffu)
            EXCHANGE(4, 0x0f0f0f0f0f0f0f0fu)
            EXCHANGE(2, 0x3333333333333333u)
            EXCHANGE(1, 0x5555555555555555u)
        }

        /* Eight bytes of 0 or 1 as eight bits, the first byte lowest. */
        static uint64_t squeeze(const uint8_t ones[8]) {
        #if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
            const uint64_t gather = 0x8040201008040201u;
        #else
            const uint64_t gather = 0x0102040810204080u;
        #endif
            uint64_t bytes;
            memcpy(&bytes, ones, 8);
            return bytes * gather >> 56;
        }

        /* [pixel >= threshold] of up to 64 pixels, as a word. */
        static uint64_t compare(const uint8_t *pixels, size_t pixel_count, unsigned threshold) {
            const uint8_t least = (uint8_t)threshold;
            uint8_t ones[64] = {0};
            uint64_t word = 0;
            if (threshold > 255) return 0;
            /* A fixed number of turns is what compilers turn into vectors. */
            if (pixel_count == 64) {
                for (size_t i = 0; i < 64; i++) ones[i] = pixels[i] >= least;
            } else {
                for (size_t i = 0; i < pixel_count; i++) ones[i] = pixels[i] >= least;
            }
            for (size_t i = 0; i < 64; i += 8) word |= squeeze(ones + i) << i;
            return word;
        }

        /* Fills one word of the input rows with the bits of up to 64 images. Row 1 + d * PIXELS + p is pixel p at depth d. */
        static void fill(const uint8_t *pixels, size_t images, unsigned frame, uint64_t *rows) {
            for (size_t depth = 0; depth < DEPTH; depth++) {
                const unsigned threshold = thresholds[depth * FRAMES + frame];
                for (size_t first = 0; first < PIXELS; first += 64) {
                    const size_t part = smaller(64, PIXELS - first);
                    uint64_t bits[64] = {0};
                    for (size_t image = 0; image < images; image++) {
                        bits[image] = compare(pixels + image * PIXELS + first, part, threshold);
                    }
                    transpose(bits);
                    for (size_t p = 0; p < part; p++) rows[(1 + depth * PIXELS + first + p) * ROW_WORDS] = bits[p];
                }
            }
        }

        /* Counters of ones: bit b of the count of number n, for 64 images a word. */
        typedef struct { uint64_t bits[NUMBERS][COUNT_BITS][ROW_WORDS]; } counters;

        static void add(counters *c, const uint64_t *rows, size_t words) {
            for (size_t o = 0; o < OUTPUTS; o++) {
                const uint64_t *row = rows + (size_t)output_rows[o] * ROW_WORDS;
                for (size_t w = 0; w < words; w++) {
                    uint64_t carry = row[w];
                    for (size_t b = 0; b < COUNT_BITS; b++) {
                        uint64_t *bit = &c->bits[o % NUMBERS][b][w];
                        const uint64_t next = *bit & carry;
                        *bit ^= carry;
                        carry = next;
                    }
                }
            }
        }

        static void count_part(const uint8_t *pixels, size_t images, uint64_t *rows, counters *c) {
            const size_t words = (images + 63) / 64;
            memset(c, 0, sizeof *c);
            for (unsigned frame = 0; frame < FRAMES; frame++) {
                for (size_t w = 0; w < words; w++) {
                    fill(pixels + w * 64 * PIXELS, smaller(64, images - w * 64), frame, rows + w);
                }
                run((vector *)rows, vectors_of(words));
                add(c, rows, words);
            }
        }

        static void write_counts(const counters *c, size_t images, uint32_t *counts) {
            for (size_t image = 0; image < images; image++) {
                for (size_t n = 0; n < NUMBERS; n++) {
                    uint32_t value = 0;
                    for (size_t b = 0; b < COUNT_BITS; b++) {
                        value |= (uint32_t)(c->bits[n][b][image / 64] >> image % 64 & 1) << b;
                    }
                    counts[image * NUMBERS + n] = value;
                }
            }
        }

        /* A number takes the lead where it has more ones, so the first of several largest keeps it. */
        static void write_classes(const counters *c, size_t images, uint32_t *classes) {
            for (size_t w = 0; w < (images + 63) / 64; w++) {
                uint64_t best[COUNT_BITS], index[CLASS_BITS] = {0};
                for (size_t b = 0; b < COUNT_BITS; b++) best[b] = c->bits[0][b][w];
                for (size_t n = 1; n < NUMBERS; n++) {
                    uint64_t more = 0;
                    for (size_t b = 0; b < COUNT_BITS; b++) {
                        const uint64_t x = c->bits[n][b][w];
                        more = (x & ~best[b]) | (more & ~(x ^ best[b]));
                    }
                    for (size_t b = 0; b < COUNT_BITS; b++) best[b] ^= (best[b] ^ c->bits[n][b][w]) & more;
                    for (size_t b = 0; b < CLASS_BITS; b++) {
                        index[b] = (index[b] & ~more) | (n >> b & 1 ? more : 0);
                    }
                }
                for (size_t image = w * 64; image < smaller(images, w * 64 + 64); image++) {
                    uint32_t value = 0;
                    for (size_t b = 0; b < CLASS_BITS; b++) value |= (uint32_t)(index[b] >> image % 64 & 1) << b;
                    classes[image] = value;
                }
            }
        }

        /* Counts all images, part after part; one of `counts` and `classes` is NULL. */
        static int all(const uint8_t *pixels, size_t images, uint32_t *counts, uint32_t *classes) {
            void *block;
            uint64_t *rows = make_rows(&block);
            counters *c = malloc(sizeof *c);
            if (!rows || !c) {
                free(block);
                free(c);
                return -1;
            }
            for (size_t first = 0; first < images; first += 64 * ROW_WORDS) {
                const size_t part = smaller(64 * ROW_WORDS, images - first);
                count_part(pixels + first * PIXELS, part, rows, c);
                if (counts) write_counts(c, part, counts + first * NUMBERS);
                if (classes) write_classes(c, part, classes + first);
            }
            free(block);
            free(c);
            return 0;
        }

        int count(const uint8_t *pixels, size_t images, uint32_t *counts) { return all(pixels, images, counts, NULL); }

        int classify(const uint8_t *pixels, size_t images, uint32_t *classes) {
            return all(pixels, images, NULL, classes);
        }
        """#
}
