/// The registers of a stage of the answer, which move with `cke`: what they hold, whether it is valid, and whose it is.
struct AnswerStage {
    /// Number of the stage; the registers are `valid_K` and `user_K`.
    let number: Int
    /// Whether what the stage holds next is an answer.
    let nextValid: String
    /// Whose it is; nil without a user.
    let nextUser: String?
    /// When the stage takes something.
    let enable: String

    /// Declares valid and user, and writes the blocks that drive them and the stage's own registers.
    /// - Parameter assignments: to registers that are declared already.
    func write(_ assignments: [String], to text: inout TextBuilder) {
        text.line("    reg valid_\(number);")
        if nextUser != nil { text.line("    reg [USER_BITS-1:0] user_\(number);") }
        text.lines(
            """
                always @(posedge clk) begin
                    if (reset) valid_\(number) <= 1'b0;
                    else if (cke) valid_\(number) <= \(nextValid);
                end
                always @(posedge clk) begin
                    if (\(enable)) begin
            """)
        for assignment in (nextUser.map { ["user_\(number) <= \($0);"] } ?? []) + assignments {
            text.line("            \(assignment)")
        }
        text.line("        end")
        text.line("    end")
    }
}
