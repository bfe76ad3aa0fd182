extension DeviceKernel {
    /// The gradients of the scores of wires that learn; the formula is that of `LutWires`.
    static let lutWires = """
        // A work-item a candidate of a wire. As on the processor, the gradients of 256 frames are added up in 16 lanes where the
        // candidate is 1, and in 8 lanes for their total.
        __kernel void lut_wire_gradients(const __global ulong *x, int words, const __global int *connection, int n,
                                         int frames, const __global float *dy, int dyStride,
                                         const __global float *slopes, const __global int *candidates, int count,
                                         float share, __global float *gradients) {
            const int candidate = get_global_id(0), wire = get_global_id(1);
            if (candidate >= count) return;
            const int node = wire / n, j = wire % n;
            const Inputs inputs = inputsOf(x, words, connection, n, node);
            const __global float *gradient = dy + (size_t)node * dyStride;
            const size_t place = (size_t)wire * count + candidate;
            const __global ulong *row = x + candidates[place] * (size_t)words;
            float result = gradients[place], total = 0.0f;
            for (int start = 0; start < frames; start += 256) {
                float lanes[16], eight[8], rest[8];
                for (int i = 0; i < 16; i++) lanes[i] = 0.0f;
                for (int i = 0; i < 8; i++) eight[i] = 0.0f;
                const int size = min(256, frames - start), whole = size / 8 * 8;
                for (int i = 0; i < size; i++) {
                    const int frame = start + i;
                    const __global float *slope = slopes + ((size_t)node * 64 + patternOf(&inputs, frame)) * 8;
                    const float value = slope[j] * fma(slope[7], gradient[frame], slope[6]);
                    if (i < whole) eight[i % 8] += value;
                    else rest[i - whole] = value;
                    if (row[frame / 64] >> (frame % 64) & 1) lanes[i % 16] += value;
                }
                float sum = ((eight[0] + eight[4]) + (eight[2] + eight[6]))
                    + ((eight[1] + eight[5]) + (eight[3] + eight[7]));
                for (int i = whole; i < size; i++) sum = sum + rest[i - whole];
                total = total + sum;
                for (int i = 0; i < 8; i++) lanes[i] = lanes[i] + lanes[i + 8];
                const float ones = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
                    + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
                const float twice = ones + ones;
                result = result + twice;
            }
            uint frequency = 0;
            for (int word = 0; word < (frames + 63) / 64; word++) frequency += (uint)popcount(row[word]);
            const float slopeOfOnes = share * total;
            const float taken = (float)frequency * slopeOfOnes;
            gradients[place] = result + taken;
        }

        """
}
