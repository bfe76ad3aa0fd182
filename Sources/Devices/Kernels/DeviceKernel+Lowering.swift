extension DeviceKernel {
    /// Convolutions on bits lowered to layers and raised again, and their gradients; see `LoweringKernels`. A long row has frame f of
    /// place p as its frame f · places + p.
    static let lowering = """
        // Each row of y takes a channel's rows of x side by side: row `sources[tap, place]` of the channel, or the border.
        __kernel void interleave_bits(const __global ulong *x, int xWords, int frames, int rowsPerChannel,
                                      const __global int *sources, int taps, int places, int border,
                                      __global ulong *y, int yWords) {
            const int word = get_global_id(0), row = get_global_id(1);
            if (word >= yWords) return;
            const size_t first = (size_t)(row / taps) * rowsPerChannel;
            const __global int *source = sources + (size_t)(row % taps) * places;
            ulong result = 0;
            for (int bit = 0; bit < 64; bit++) {
                const long longFrame = (long)word * 64 + bit;
                if (longFrame >= (long)frames * places) break;
                const int frame = (int)(longFrame / places), place = (int)(longFrame % places);
                const int pixel = source[place];
                const ulong value = pixel < 0 ? (ulong)border
                    : x[(first + pixel) * xWords + frame / 64] >> (frame % 64) & 1;
                result |= value << bit;
            }
            y[(size_t)row * yWords + word] = result;
        }

        // The places of each row of y become the rows of its channel of x.
        __kernel void deinterleave_bits(const __global ulong *y, int yWords, int frames, int places,
                                        __global ulong *x, int xWords) {
            const int word = get_global_id(0), row = get_global_id(1);
            if (word >= xWords) return;
            const __global ulong *source = y + (size_t)(row / places) * yWords;
            ulong result = 0;
            for (int bit = 0; bit < 64; bit++) {
                const int frame = word * 64 + bit;
                if (frame >= frames) break;
                const long longFrame = (long)frame * places + row % places;
                result |= (source[longFrame / 64] >> (longFrame % 64) & 1) << bit;
            }
            x[(size_t)row * xWords + word] = result;
        }

        // The gradient of deinterleave_bits: rows of numbers side by side.
        __kernel void interleave_reals(const __global float *x, int xStride, int frames, int places,
                                       __global float *y, int yStride) {
            const int longFrame = get_global_id(0), row = get_global_id(1);
            if (longFrame >= frames * places) return;
            const int frame = longFrame / places, place = longFrame % places;
            y[(size_t)row * yStride + longFrame] = x[((size_t)row * places + place) * xStride + frame];
        }

        // The gradient of interleave_bits: a pixel adds up, tap by tap, what the taps that read it hand back. `targets[pixel, tap]` is the
        // place where a tap reads a pixel; negative for none.
        __kernel void add_deinterleaved_reals(const __global float *y, int yStride, int frames, int rowsPerChannel,
                                              const __global int *targets, int taps, int places,
                                              __global float *x, int xStride) {
            const int frame = get_global_id(0), row = get_global_id(1);
            if (frame >= frames) return;
            const int channel = row / rowsPerChannel;
            const __global int *target = targets + (size_t)(row % rowsPerChannel) * taps;
            float sum = 0.0f;
            for (int tap = 0; tap < taps; tap++) {
                const int place = target[tap];
                if (place < 0) continue;
                sum = sum + y[((size_t)channel * taps + tap) * yStride + (size_t)frame * places + place];
            }
            x[(size_t)row * xStride + frame] = sum;
        }

        """

    /// Windows of bits that become their OR.
    static let pooling = """
        __kernel void pool_bits(const __global ulong *x, int words, int height, int width, int windowHeight,
                                int windowWidth, int outputHeight, int outputWidth, __global ulong *y) {
            const int word = get_global_id(0), node = get_global_id(1);
            if (word >= words) return;
            const int channel = node / (outputHeight * outputWidth), place = node % (outputHeight * outputWidth);
            const int top = place / outputWidth * windowHeight, left = place % outputWidth * windowWidth;
            ulong result = 0;
            for (int row = top; row < min(top + windowHeight, height); row++) {
                for (int column = left; column < min(left + windowWidth, width); column++) {
                    result |= x[((size_t)channel * height * width + row * width + column) * words + word];
                }
            }
            y[(size_t)node * words + word] = result;
        }

        // The gradient goes to the first pixel of a window that is set. If none is, a layer of bits drops it, any other gives it to the
        // first pixel.
        __kernel void pool_bits_gradient(const __global ulong *x, int words, int frames, int height, int width,
                                         int windowHeight, int windowWidth, int outputHeight, int outputWidth,
                                         int isBitLayer, const __global float *dy, int stride,
                                         __global float *dx) {
            const int frame = get_global_id(0), node = get_global_id(1);
            if (frame >= frames) return;
            const int channel = node / (height * width), pixel = node % (height * width);
            const int y = pixel / width, x0 = pixel % width;
            const int top = y / windowHeight * windowHeight, left = x0 / windowWidth * windowWidth;
            const size_t first = (size_t)channel * height * width;
            int earlier = 0, any = 0, own = 0;
            for (int row = top; row < min(top + windowHeight, height); row++) {
                for (int column = left; column < min(left + windowWidth, width); column++) {
                    const size_t at = first + row * width + column;
                    const int bit = (int)(x[at * words + frame / 64] >> (frame % 64) & 1);
                    if (row * width + column == pixel) own = bit;
                    else if (row * width + column < pixel) earlier |= bit;
                    any |= bit;
                }
            }
            const int isFirst = y == top && x0 == left;
            const int takes = !earlier && (own || (!any && isFirst && !isBitLayer));
            const int output = (channel * outputHeight + top / windowHeight) * outputWidth + left / windowWidth;
            dx[(size_t)node * stride + frame] = takes ? dy[(size_t)output * stride + frame] : 0.0f;
        }

        """
}
