extension DeviceKernel {
    /// The gradients of a LUT layer on bits, in three kernels; the formulas are those of the processor's `lutBitsBackward`.
    static let lutBackward = """
        // D[p], the sum of the output gradient over the frames of pattern p. Eight nodes a group, eight work-items a node: each adds up
        // every eighth frame (every fourth of a small batch), and what they have is joined as a tree.
        __kernel __attribute__((reqd_work_group_size(64, 1, 1)))
        void lut_pattern_sums(const __global ulong *x, int words, const __global int *connection, int n, int nodes,
                              int frames, const __global float *dy, int dyStride, __global float *sums) {
            __local float partial[64 * 64];
            const int item = get_local_id(0), place = item & 7, node = get_group_id(0) * 8 + item / 8;
            const int parts = frames <= 128 ? 4 : 8;
            __local float *own = partial + item * 64;
            for (int p = 0; p < 64; p++) own[p] = 0.0f;
            if (node < nodes) {
                const Inputs inputs = inputsOf(x, words, connection, n, node);
                const __global float *row = dy + (size_t)node * dyStride;
                for (int first = 0; first < frames; first += parts) {
                    const int frame = first + place;
                    if (place < parts && frame < frames) own[patternOf(&inputs, frame)] += row[frame];
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE);
            if (node < nodes) {
                for (int p = place * 8; p < place * 8 + 8; p++) {
                    const __local float *t = partial + item / 8 * 512 + p;
                    float sum = (t[0] + t[64]) + (t[128] + t[192]);
                    if (parts == 8) sum = sum + ((t[256] + t[320]) + (t[384] + t[448]));
                    sums[(size_t)node * 64 + p] = sum;
                }
            }
        }

        // What the weights' gradient grows by, and a row {K0 ... K5, b, a} for each pattern. 64 work-items a node.
        __kernel __attribute__((reqd_work_group_size(64, 1, 1)))
        void lut_node_gradients(const __global float *sums, const __global float *tables, const __global uint *counts,
                                const __global float *means, const __global float *inverses, int n, int frames,
                                int normalizes, int isFrozen, float gamma, float beta, float near, float far,
                                int smooths, float slopeNear, float slopeFar, float unit,
                                int wantsWeights, __global float *weights, int wantsSlopes, __global float *slopes) {
            __local float table[64], masked[64], first[8], second[8];
            const int node = get_group_id(0), p = get_local_id(0), size = 1 << n;
            const float own = p < size ? tables[(size_t)node * size + p] : 0.0f;
            const float sum = sums[(size_t)node * 64 + p];
            float a = 1.0f, b = 0.0f;
            if (normalizes) {
                const float mean = means[node], inverse = inverses[node], scale = inverse * gamma;
                const float z = fma(own - mean, scale, beta);
                const int inside = z > 0.0f && z < 1.0f;
                a = inside ? scale : 0.0f;
                table[p] = own;
                masked[p] = inside ? sum : 0.0f;
                barrier(CLK_LOCAL_MEM_FENCE);
                if (p < 8) {
                    float s1 = 0.0f, s2 = 0.0f;
                    for (int i = p; i < 64; i += 8) {
                        s1 = s1 + masked[i];
                        s2 = fma(masked[i], table[i] - mean, s2);
                    }
                    first[p] = s1;
                    second[p] = s2;
                }
                barrier(CLK_LOCAL_MEM_FENCE);
                const float share = isFrozen ? 0.0f : -scale / (float)frames;
                const float offset = share * sumOfEight(first);
                const float slope = share * inverse * inverse * sumOfEight(second);
                b = fma(own - mean, slope, offset);
                barrier(CLK_LOCAL_MEM_FENCE);
            }
            if (wantsWeights) {
                float gradient = 0.0f;
                if (p < size) {
                    const float count = (float)(int)counts[(size_t)node * size + p];
                    const float direct = a * sum;
                    gradient = size < 8 ? direct + b * count : fma(b, count, direct);
                }
                gradient = corners(gradient, table, p, n, near, far);
                if (p < size) weights[(size_t)node * size + p] = gradient;
            }
            if (wantsSlopes) {
                const float value = smooths ? corners(own, table, p, n, slopeNear, slopeFar) : own;
                table[p] = value;
                barrier(CLK_LOCAL_MEM_FENCE);
                __global float *row = slopes + ((size_t)node * 64 + p) * 8;
                for (int j = 0; j < 6; j++) {
                    const int isSet = p >> j & 1;
                    const float partner = table[p ^ (1 << j)];
                    if (j < 3) {
                        row[j] = (value - partner) * (isSet ? unit : -unit);
                    } else {
                        row[j] = (isSet ? value - partner : partner - value) * unit;
                    }
                }
                row[6] = b;
                row[7] = a;
            }
        }

        // The input gradient, a work-item a frame of an input: what the nodes that read it hand back, in ascending order. The nodes from
        // `middle` on, if `isSplit`, are added up by themselves. With wires that learn, each node's share is rounded before it is added.
        __kernel void lut_input_gradient(const __global ulong *x, int words, const __global int *connection, int n,
                                         int frames, const __global float *dy, int dyStride,
                                         const __global float *slopes, const __global int *offsets,
                                         const __global int *slots, int isSplit, int middle, int rounds,
                                         __global float *dx, int dxStride) {
            const int frame = get_global_id(0), input = get_global_id(1);
            if (frame >= frames) return;
            float below = 0.0f, sum = 0.0f;
            int isFirst = 1, isAbove = 0;
            for (int place = offsets[input]; place < offsets[input + 1]; place++) {
                const int node = slots[place] / n, j = slots[place] % n;
                if (isSplit && !isAbove && node >= middle) {
                    isAbove = 1;
                    isFirst = 1;
                    below = sum;
                    sum = 0.0f;
                }
                const Inputs inputs = inputsOf(x, words, connection, n, node);
                const __global float *row = slopes + ((size_t)node * 64 + patternOf(&inputs, frame)) * 8;
                const float dy0 = fma(row[7], dy[(size_t)node * dyStride + frame], row[6]);
                if (isFirst) {
                    sum = row[j] * dy0;
                } else if (rounds) {
                    const float part = row[j] * dy0;
                    sum = sum + part;
                } else {
                    sum = fma(row[j], dy0, sum);
                }
                isFirst = 0;
            }
            if (isSplit) sum = isAbove ? below + sum : sum + 0.0f;
            dx[(size_t)input * dxStride + frame] = sum;
        }

        """
}
