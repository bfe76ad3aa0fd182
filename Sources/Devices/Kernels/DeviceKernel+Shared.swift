extension DeviceKernel {
    /// What the kernels of LUT layers share.
    ///
    /// All of them do what the processor's kernels do, operation by operation: a fused multiply-add where these have one, two roundings
    /// where they have two, and every sum in the same order. That is why the results are the same bits.
    ///
    /// In a kernel with barriers all work-items of a group go round a loop equally often, and ask inside it whether there is something for
    /// them: PoCL 3.1 lets a work-item enter a loop whose condition is false for it but true for others.
    static let shared = """
        #pragma OPENCL FP_CONTRACT OFF

        // A layer's bits: rows of words of 64 frames, and for each slot of each node the row that it reads.
        typedef struct {
            const __global ulong *rows;
            const __global int *wires;
            size_t words;
            int n;
        } Inputs;

        Inputs inputsOf(const __global ulong *x, int words, const __global int *connection, int n, int node) {
            Inputs inputs = { x, connection + (size_t)node * n, (size_t)words, n };
            return inputs;
        }

        // Which of the 2^n patterns a node reads in a frame; bit j is slot j.
        int patternOf(const Inputs *inputs, int frame) {
            int pattern = 0;
            for (int j = 0; j < inputs->n; j++) {
                const ulong word = inputs->rows[inputs->wires[j] * inputs->words + frame / 64];
                pattern |= (int)(word >> (frame % 64) & 1) << j;
            }
            return pattern;
        }

        // A word of what slot j reads; zeros for a slot that the node lacks.
        ulong wordOf(const Inputs *inputs, int j, int word) {
            return j < inputs->n ? inputs->rows[inputs->wires[j] * inputs->words + word] : 0;
        }

        // The frames of a word that exist.
        ulong framesOf(int word, int frames) {
            if (word < frames / 64) return ~(ulong)0;
            return word > frames / 64 ? 0 : ((ulong)1 << (frames % 64)) - 1;
        }

        // Of a table of 2^n entries, one for each work-item of a group of 64, the one of this work-item after each table bit in turn has
        // been mapped by (a, b) -> (near a + far b, far a + near b).
        float corners(float own, __local float *table, int p, int n, float near, float far) {
            for (int j = 0; j < n; j++) {
                table[p] = own;
                barrier(CLK_LOCAL_MEM_FENCE);
                const float partner = table[p ^ (1 << j)];
                barrier(CLK_LOCAL_MEM_FENCE);
                own = n == 6 ? fma(own, near, partner * far) : near * own + far * partner;
            }
            return own;
        }

        // The sum of eight lanes.
        float sumOfEight(const __local float *v) {
            return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
        }

        """
}
