extension DeviceKernel {
    /// A LUT layer on bits, forward: a group of 64 work-items a node, one a pattern.
    ///
    /// T' is the table at the corners, minus 0.5; the batch's statistics are sums over patterns; the output is a truth table that is
    /// evaluated 64 frames at a time, or numbers that are looked up.
    static let lutForward = """
        // Mean and variance of a node in this batch. `first` and `second` are eight floats each.
        float2 moments(const __local float *table, const __local uint *count, __local float *first,
                       __local float *second, int p, int size, float share) {
            float2 result = (float2)(0.0f, 0.0f);
            if (size < 8) {
                float sum = 0.0f, spread = 0.0f;
                for (int i = 0; i < size; i++) sum = sum + (float)count[i] * table[i];
                result.x = sum * share;
                for (int i = 0; i < size; i++) {
                    spread = spread + ((float)count[i] * (table[i] - result.x)) * (table[i] - result.x);
                }
                result.y = spread * share;
                return result;
            }
            if (p < 8) {
                float even = (float)(int)count[p] * table[p], odd = 0.0f;
                for (int i = p + 8; i < size; i += 8) {
                    const float next = fma((float)(int)count[i], table[i], odd);
                    odd = even;
                    even = next;
                }
                first[p] = even + odd;
            }
            barrier(CLK_LOCAL_MEM_FENCE);
            result.x = sumOfEight(first) * share;
            barrier(CLK_LOCAL_MEM_FENCE);
            if (p < 8) {
                float sum = 0.0f, spread = 0.0f;
                for (int i = p; i < size; i += 8) {
                    const float distance = table[i] - result.x;
                    const float weighted = (float)(int)count[i] * distance;
                    sum = sum + weighted;
                    spread = fma(weighted, distance, spread);
                }
                first[p] = sum;
                second[p] = spread;
            }
            barrier(CLK_LOCAL_MEM_FENCE);
            const float residue = sumOfEight(first) * share;
            result.y = sumOfEight(second) * share - residue * residue;
            return result;
        }

        // One word of the output of a truth table whose entries are all ones or all zeros.
        ulong evaluate(const Inputs *inputs, const __local ulong *truth, int word) {
            const ulong x0 = wordOf(inputs, 0, word), x1 = wordOf(inputs, 1, word), x2 = wordOf(inputs, 2, word);
            ulong result = 0;
            for (int high = 0; high < 8; high++) {
                const __local ulong *t = truth + high * 8;
                const ulong low = bitselect(bitselect(t[0], t[1], x0), bitselect(t[2], t[3], x0), x1);
                const ulong top = bitselect(bitselect(t[4], t[5], x0), bitselect(t[6], t[7], x0), x1);
                ulong frames = bitselect(low, top, x2);
                for (int j = 3; j < 6; j++) {
                    const ulong x = wordOf(inputs, j, word);
                    frames &= high >> (j - 3) & 1 ? x : ~x;
                }
                result |= frames;
            }
            return result;
        }

        __kernel __attribute__((reqd_work_group_size(64, 1, 1)))
        void lut_forward(const __global ulong *x, int words, const __global int *connection, int n, int frames,
                         const __global float *weights, int binarizes, float near, float far,
                         int keeps, __global float *tables, __global uint *counts,
                         int measures, float share, float lowest,
                         __global float *means, __global float *inverses, __global float *variances,
                         float gamma, float beta,
                         int packs, __global ulong *bits, __global float *reals, int stride) {
            __local float table[64], first[8], second[8];
            __local uint count[64];
            __local ulong truth[64];
            const int node = get_group_id(0), p = get_local_id(0), size = 1 << n;
            const Inputs inputs = inputsOf(x, words, connection, n, node);
            float own = 0.0f;
            if (p < size) {
                const float w = weights[(size_t)node * size + p];
                own = (binarizes ? (w > 0.5f ? 1.0f : 0.0f) : w) - 0.5f;
            }
            own = corners(own, table, p, n, near, far);
            if (keeps) {
                uint frequency = 0;
                for (int word = 0; word < (frames + 63) / 64; word++) {
                    ulong mask = framesOf(word, frames);
                    for (int j = 0; j < n; j++) {
                        const ulong v = wordOf(&inputs, j, word);
                        mask &= p >> j & 1 ? v : ~v;
                    }
                    frequency += (uint)popcount(mask);
                }
                count[p] = frequency;
                if (p < size) {
                    tables[(size_t)node * size + p] = own;
                    counts[(size_t)node * size + p] = frequency;
                }
            }
            float mean, inverse;
            if (measures) {
                table[p] = own;
                barrier(CLK_LOCAL_MEM_FENCE);
                const float2 moment = moments(table, count, first, second, p, size, share);
                const float variance = lowest > moment.y ? lowest : moment.y;
                mean = moment.x;
                inverse = 1.0f / sqrt(variance);
                if (p == 0) {
                    means[node] = mean;
                    inverses[node] = inverse;
                    variances[node] = variance;
                }
            } else {
                mean = means[node];
                inverse = inverses[node];
            }
            const float scale = inverse * gamma;
            const float plain = (own - mean) * scale + beta;
            if (packs) {
                const float z = size < 8 ? plain : fma(own - mean, scale, beta);
                truth[p] = p < size && z > 0.5f ? ~(ulong)0 : 0;
                barrier(CLK_LOCAL_MEM_FENCE);
                for (int first = 0; first < stride; first += 64) {
                    const int word = first + p;
                    if (word >= stride) continue;
                    const ulong frame = framesOf(word, frames);
                    bits[(size_t)node * stride + word] = frame ? evaluate(&inputs, truth, word) & frame : 0;
                }
            } else {
                barrier(CLK_LOCAL_MEM_FENCE);
                table[p] = plain < 0.0f ? 0.0f : plain > 1.0f ? 1.0f : plain;
                barrier(CLK_LOCAL_MEM_FENCE);
                for (int first = 0; first < frames; first += 64) {
                    const int frame = first + p;
                    if (frame < frames) reals[(size_t)node * stride + frame] = table[patternOf(&inputs, frame)];
                }
            }
        }

        """
}
