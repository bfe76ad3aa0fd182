/// Models of AMD's LUT primitives for simulators and other synthesisers; a vendor's tool has its own.
enum LutPrimitives {
    /// The file of the primitive with `size` inputs, which is named like its module.
    static func source(size: Int) -> String {
        let pins = (0..<size).map { "I\($0)" }
        let ports = pins.map { "    input  wire \($0)" }.joined(separator: ",\n")
        let bits = 1 << size
        return """
            // What LUT\(size) of AMD's unisim library does. For simulation only: synthesis knows the primitive.
            `default_nettype none

            module LUT\(size) #(
                parameter [\(bits - 1):0] INIT = \(bits)'h0
            ) (
                output wire O,
            \(ports)
            );
                wire [\(bits - 1):0] init = INIT;
                assign O = init[{\(pins.reversed().joined(separator: ", "))}];
            endmodule

            `default_nettype wire

            """
    }
}
