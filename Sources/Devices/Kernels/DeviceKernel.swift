/// The kernels that devices run, in OpenCL C 1.2; each device compiles them when it is first used.
enum DeviceKernel {
    /// All of them, and their names.
    static let source = shared + lutForward + lutBackward + lutWires + lowering + pooling
    static let names = [
        "lut_forward", "lut_pattern_sums", "lut_node_gradients", "lut_input_gradient", "lut_wire_gradients",
        "interleave_bits", "deinterleave_bits", "interleave_reals", "add_deinterleaved_reals", "pool_bits",
        "pool_bits_gradient",
    ]

    /// Divisions and square roots as IEEE 754 has them, and nothing that would change a bit for speed.
    static let options = "-cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt"
}
