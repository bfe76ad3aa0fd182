extension CRuntime {
    /// From output bits to counts and classes, 64 images a word.
    static let numbers = #"""
        /* --- Bits to numbers --- */

        /* Adds the ones of a block's frames to the counts, 64 images at a time: carries go through its bits. */
        static void add(workspace *work, size_t words, size_t steps) {
            for (size_t o = 0; o < OUTPUTS; o++) {
                const uint64_t *const row = work->rows[output_rows[o]];
                for (size_t w = 0; w < words; w++) {
                    uint64_t carry = row[w];
                    for (size_t b = 0; b < COUNT_BITS; b++) {
                        uint64_t *const bit = &work->counts[o % NUMBERS][b][w / steps];
                        const uint64_t next = *bit & carry;
                        *bit ^= carry;
                        carry = next;
                    }
                }
            }
        }

        static void count_block(workspace *work, const uint8_t *pixels, size_t images) {
            memset(work->counts, 0, sizeof work->counts);
            for (size_t frame = 0; frame < FRAMES; frame += STEPS) {
                const size_t steps = smaller(STEPS, FRAMES - frame);
                const size_t words = fill(work, pixels, images, frame, steps);
                run(work->rows, words);
                add(work, words, steps);
            }
        }

        static void write_counts(const workspace *work, size_t images, uint32_t *counts) {
            for (size_t image = 0; image < images; image++) {
                for (size_t n = 0; n < NUMBERS; n++) {
                    uint32_t value = 0;
                    for (size_t b = 0; b < COUNT_BITS; b++) {
                        value |= (uint32_t)(work->counts[n][b][image / 64] >> image % 64 & 1) << b;
                    }
                    counts[image * NUMBERS + n] = value;
                }
            }
        }

        /* A number takes the lead where it has more ones, so the first of several largest keeps it. */
        static void write_classes(const workspace *work, size_t images, uint32_t *classes) {
            for (size_t w = 0; w < (images + 63) / 64; w++) {
                uint64_t best[COUNT_BITS], index[CLASS_BITS] = {0};
                for (size_t b = 0; b < COUNT_BITS; b++) best[b] = work->counts[0][b][w];
                for (size_t n = 1; n < NUMBERS; n++) {
                    uint64_t more = 0;
                    for (size_t b = 0; b < COUNT_BITS; b++) {
                        const uint64_t x = work->counts[n][b][w];
                        more = (x & ~best[b]) | (more & ~(x ^ best[b]));
                    }
                    for (size_t b = 0; b < COUNT_BITS; b++) best[b] ^= (best[b] ^ work->counts[n][b][w]) & more;
                    for (size_t b = 0; b < CLASS_BITS; b++) index[b] = (index[b] & ~more) | (n >> b & 1 ? more : 0);
                }
                for (size_t image = w * 64; image < smaller(images, w * 64 + 64); image++) {
                    uint32_t value = 0;
                    for (size_t b = 0; b < CLASS_BITS; b++) value |= (uint32_t)(index[b] >> image % 64 & 1) << b;
                    classes[image] = value;
                }
            }
        }

        /* Counts all images, block after block; one of `counts` and `classes` is NULL. */
        static int all(const uint8_t *pixels, size_t images, uint32_t *counts, uint32_t *classes) {
            void *block;
            workspace *work = make_workspace(&block);
            if (!work) return -1;
            for (size_t first = 0; first < images; first += 64 * BLOCK_WORDS) {
                const size_t part = smaller(64 * BLOCK_WORDS, images - first);
                count_block(work, pixels + first * PIXELS, part);
                if (counts) write_counts(work, part, counts + first * NUMBERS);
                if (classes) write_classes(work, part, classes + first);
            }
            free(block);
            return 0;
        }

        int count(const uint8_t *pixels, size_t images, uint32_t *counts) { return all(pixels, images, counts, NULL); }

        int classify(const uint8_t *pixels, size_t images, uint32_t *classes) {
            return all(pixels, images, NULL, classes);
        }
        """#
}
