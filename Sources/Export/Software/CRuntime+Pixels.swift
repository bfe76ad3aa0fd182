extension CRuntime {
    /// From images of 8-bit pixels to rows of bits. Pixels of eight images are merged into a byte, group after group as
    /// they lie in memory; then the bytes of 64 images become words, a cache line of each row at a time.
    static let pixels = #"""
        /* --- Pixels to bits --- */

        #if !OWN_THRESHOLDS
        #if VECTOR_WORDS > 1
        /* merge_pixels for a vector of pixels of eight images. */
        static void merge_vector(const uint8_t *pixels, unsigned least, uint8_t *merged) {
            const byte_vector limit = (byte_vector){0} + (uint8_t)least;
            byte_vector flag = (byte_vector){0} + 1, bits = {0};
            UNROLL
            for (size_t i = 0; i < 8; i++) {
                byte_vector x;
                memcpy(&x, pixels + i * PIXELS, VECTOR_BYTES);
                bits |= (byte_vector)(x >= limit) & flag;
                flag += flag;
            }
            memcpy(merged, &bits, VECTOR_BYTES);
        }
        #endif

        /* Bit i of merged byte p becomes [pixel p of image i >= least], for up to eight images; zero without image. */
        static void merge_pixels(const uint8_t *pixels, size_t images, unsigned least, uint8_t *merged) {
            size_t p = 0;
        #if VECTOR_WORDS > 1
            if (images >= 8 && PIXELS >= VECTOR_BYTES && least < 256) {
                for (; p + VECTOR_BYTES <= PIXELS; p += VECTOR_BYTES) merge_vector(pixels + p, least, merged + p);
                /* The last vector covers what is left, and some pixels once more. */
                p = PIXELS - VECTOR_BYTES;
                merge_vector(pixels + p, least, merged + p);
                return;
            }
        #endif
            for (; p < PIXELS; p++) {
                unsigned bits = 0;
                for (size_t i = 0; i < smaller(8, images); i++) {
                    bits |= (unsigned)(pixels[i * PIXELS + p] >= least) << i;
                }
                merged[p] = (uint8_t)bits;
            }
        }
        #else
        /* Bit i of merged byte p becomes [pixel p of image i >= least[p]], for up to eight images; zero without image. */
        static void merge_each(const uint8_t *pixels, size_t images, const uint16_t *least, uint8_t *merged) {
            memset(merged, 0, PIXELS);
            for (size_t i = 0; i < smaller(8, images); i++) {
                for (size_t p = 0; p < PIXELS; p++) merged[p] |= (uint8_t)((pixels[i * PIXELS + p] >= least[p]) << i);
            }
        }
        #endif

        /* Exchanges what lies across the diagonal of squares of bits in a and b. */
        #define EXCHANGE(a, b, shift, mask) \
            do { \
                const vector change = ((a) >> (shift) ^ (b)) & (mask); \
                (a) ^= change << (shift); \
                (b) ^= change; \
            } while (0)

        /* Where byte n of a word, counted from the lowest, lies in memory. */
        #if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        #define PLACE(n) (7 - (n))
        #else
        #define PLACE(n) (n)
        #endif

        /* Makes the bytes of VECTOR_BYTES pixels, from pixel p on, words of 64 images; word 0 is that of pixel p. */
        static void spread_vector(uint8_t (*merged)[PIXELS], size_t p, uint64_t *word) {
            const uint64_t fours = 0x00000000ffffffffu, twos = 0x0000ffff0000ffffu, ones = 0x00ff00ff00ff00ffu;
            vector w[8];
            UNROLL
            for (size_t g = 0; g < 8; g++) memcpy(&w[g], merged[g] + p, VECTOR_BYTES);
            /* Squares of 8 by 8 bytes are transposed, one in each lane. */
            EXCHANGE(w[0], w[4], 32, fours);
            EXCHANGE(w[1], w[5], 32, fours);
            EXCHANGE(w[2], w[6], 32, fours);
            EXCHANGE(w[3], w[7], 32, fours);
            EXCHANGE(w[0], w[2], 16, twos);
            EXCHANGE(w[1], w[3], 16, twos);
            EXCHANGE(w[4], w[6], 16, twos);
            EXCHANGE(w[5], w[7], 16, twos);
            EXCHANGE(w[0], w[1], 8, ones);
            EXCHANGE(w[2], w[3], 8, ones);
            EXCHANGE(w[4], w[5], 8, ones);
            EXCHANGE(w[6], w[7], 8, ones);
            UNROLL
            for (size_t g = 0; g < 8; g++) {
                uint64_t lanes[VECTOR_WORDS];
                memcpy(lanes, &w[g], VECTOR_BYTES);
                UNROLL
                for (size_t i = 0; i < VECTOR_WORDS; i++) word[(8 * i + PLACE(g)) * ROW_STRIDE] = lanes[i];
            }
        }

        /* The same for one pixel. */
        static void spread_pixel(uint8_t (*merged)[PIXELS], size_t p, uint64_t *word) {
            uint64_t bits = 0;
            for (int g = 0; g < 8; g++) bits |= (uint64_t)merged[g][p] << 8 * g;
            *word = bits;
        }

        /* Fills the input rows with `steps` frames of a block's images, from `frame` on; returns the words that they
         * take. Row 1 + d * PIXELS + p is pixel p at depth d. */
        static size_t fill(workspace *work, const uint8_t *pixels, size_t images, size_t frame, size_t steps) {
            const size_t words = (images + 63) / 64 * steps;
            for (size_t depth = 0; depth < DEPTH; depth++) {
        #if OWN_THRESHOLDS
                const uint16_t *const least = thresholds + depth * PIXELS;
                (void)frame;
        #else
                const uint16_t *const least = thresholds + depth * FRAMES + frame;
        #endif
                uint64_t (*const rows)[ROW_STRIDE] = work->rows + 1 + depth * PIXELS;
                /* Eight words are a cache line of a row. */
                for (size_t first = 0; first < words; first += 8) {
                    const size_t part = smaller(8, words - first);
                    size_t p = 0;
                    for (size_t g = 0; g < 8; g++) {
                        for (size_t w = 0; w < part; w++) {
                            const size_t image = (first + w) / steps * 64 + g * 8;
                            const size_t left = image < images ? images - image : 0;
        #if OWN_THRESHOLDS
                            merge_each(pixels + (images - left) * PIXELS, left, least, work->merged[w][g]);
        #else
                            const size_t step = (first + w) % steps;
                            merge_pixels(pixels + (images - left) * PIXELS, left, least[step], work->merged[w][g]);
        #endif
                        }
                    }
                    for (; p + VECTOR_BYTES <= PIXELS; p += VECTOR_BYTES) {
                        for (size_t w = 0; w < part; w++) spread_vector(work->merged[w], p, &rows[p][first + w]);
                    }
                    for (; p < PIXELS; p++) {
                        for (size_t w = 0; w < part; w++) spread_pixel(work->merged[w], p, &rows[p][first + w]);
                    }
                }
            }
            return words;
        }
        """#
}
