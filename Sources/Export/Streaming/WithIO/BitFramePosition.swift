/// The registers `step` and `place`: which bit frame of an image is under way, and which of its places.
struct BitFramePosition {
    /// Bit frames of an image, at least two.
    let frames: Int
    /// Places of a frame.
    let places: Int

    /// Bits of `step`.
    var stepWidth: Int { (frames - 1).bitsNeeded }
    /// Bits of `place`.
    var placeWidth: Int { (places - 1).bitsNeeded }
    /// The first bit frame, as a condition.
    var isFirstFrame: String { "step == \(stepWidth)'d0" }
    /// The last bit frame, as a condition.
    var isLastFrame: String { "step == \(stepWidth)'d\(frames - 1)" }

    /// The declarations.
    func writeDeclarations(to text: inout TextBuilder) {
        text.line("    reg \(CaseTable.range(stepWidth))step;")
        text.line("    reg \(CaseTable.range(placeWidth))place;")
    }

    /// The block that moves on by a place where `condition` holds.
    func writeCounting(when condition: String, to text: inout TextBuilder) {
        let last = "place == \(placeWidth)'d\(places - 1)"
        text.lines(
            """
                always @(posedge clk) begin
                    if (reset) begin
                        step  <= \(stepWidth)'d0;
                        place <= \(placeWidth)'d0;
                    end else if (\(condition)) begin
                        place <= \(last) ? \(placeWidth)'d0 : place + \(placeWidth)'d1;
                        if (\(last)) step <= \(isLastFrame) ? \(stepWidth)'d0 : step + \(stepWidth)'d1;
                    end
                end
            """)
    }
}
