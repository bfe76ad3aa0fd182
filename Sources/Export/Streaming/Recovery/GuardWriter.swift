/// The module that stands in front of a stream and lets whole frames through only, whatever comes in.
///
/// A frame begins with `tuser`. One that is too short, or whose `tlast` is not where a row ends, is filled up with zeros, so
/// that all that counts pixels behind stays in step, and is marked: its answer is dropped. Pixels that belong to no frame are
/// dropped. A frame that is filled up takes no longer than a whole one.
///
/// For each frame that is under way there is a ticket: the user's signals, which leave with the answer, and the mark.
struct GuardWriter {
    let moduleName: String
    /// Frames of pixels.
    let frame: StreamSize
    /// Bits of a pixel.
    let pixelBits: Int
    /// Frames that can be under way at once.
    let ticketCount: Int

    /// Bits of the count of errors.
    static let countWidth = 32

    private var xWidth: Int { (frame.width - 1).bitsNeeded }
    private var yWidth: Int { (frame.height - 1).bitsNeeded }
    private var ticketWidth: Int { (ticketCount - 1).bitsNeeded }

    /// Bits of memory, those of `user` apart: a mark for each ticket. A memory, because yosys makes a subtraction of 32 bits of a bit
    /// of a vector that is chosen and written.
    var memoryBits: Int { ticketCount }

    /// Registers of one bit, those of `user` apart.
    var flipFlopCount: Int {
        2 * pixelBits + 2 + xWidth + yWidth + 4 + 4 + Self.countWidth + 4 * ticketWidth + 7
    }

    /// Tickets that never run out in a chain of modules: a power of two.
    static func ticketCount(modules: Int, cycles: Int, pixels: Int) -> Int {
        let wanted = 2 * modules + cycles / max(1, pixels) + 2
        return 1 << (wanted - 1).bitsNeeded
    }

    /// The source file.
    func write() -> String {
        var text = TextBuilder()
        writeHead(to: &text)
        writeDecisions(to: &text)
        writeState(to: &text)
        writeTickets(to: &text)
        text.lines(
            """
            endmodule

            `default_nettype wire
            """)
        return text.text
    }

    private func writeHead(to text: inout TextBuilder) {
        text.lines(
            """
            // Module \(moduleName): lets whole frames of \(frame.height) x \(frame.width) pixels through, written by bbwb.
            //
            // s_first begins a frame whenever it comes. A frame that is cut short, or whose rows do not end where s_last is, is
            // filled up with zeros and marked as broken; what belongs to no frame is dropped.
            `default_nettype none

            module \(moduleName) #(
                parameter USER_BITS   = 1,
                // Whether the end of each row is checked.
                parameter CHECK_TLAST = 1
            ) (
                input  wire reset,
                input  wire clk,

                // Pixels in; s_user counts with the first of a frame.
                input  wire s_first,
                input  wire s_last,
                input  wire [USER_BITS-1:0] s_user,
                input  wire [\(pixelBits - 1):0] s_data,
                input  wire s_valid,
                output wire s_ready,

                // Pixels of whole frames out.
                output reg  [\(pixelBits - 1):0] m_data,
                output reg  m_valid,
                input  wire m_ready,

                // The ticket of the next frame that is answered; it is given back with its answer.
                output wire [USER_BITS-1:0] ticket_user,
                output reg  ticket_broken,
                input  wire ticket_back,

                // A cycle for each error, with its kind, and their number.
                output reg  error,
                output reg  [2:0] error_kind,
                output reg  [\(Self.countWidth - 1):0] error_count
            );
            """)
    }

    /// What a cycle brings.
    private func writeDecisions(to text: inout TextBuilder) {
        text.lines(
            """
                // The place of the next pixel. A frame has begun while its pixels come in; what it lacks is filled up.
                reg \(CaseTable.range(xWidth))x;
                reg \(CaseTable.range(yWidth))y;
                reg begun, filling;
                // Whether a frame has begun since reset, and whether pixels are dropped because of an error that was told.
                reg started, lost;
                wire row_end = x == \(xWidth)'d\(frame.width - 1);
                wire frame_end = row_end && y == \(yWidth)'d\(frame.height - 1);
                // A second place for a pixel, so that whether one can come in is known from a register, and not from all that stands behind.
                reg spare_valid;
                wire cke = !spare_valid;
                // Whether there is a ticket left, one that a frame may take meanwhile apart.
                reg room;

                wire idle = !begun && !filling;
                wire begin_frame = idle && s_valid && s_first && room && cke;
                wire take = begun && s_valid && !s_first && cke;
                wire pass = begin_frame || take || filling && cke;
                wire wrong = CHECK_TLAST != 0 && s_last != row_end;
                assign s_ready = s_first ? idle && room && cke : !begun || cke;

                // Errors: a frame that begins before the last one is whole, a row that ends where it should not or does not where it
                // should, and pixels behind a frame.
                wire too_early = begun && s_valid && s_first;
                wire wrong_row = (begin_frame || take) && wrong;
                wire surplus   = idle && s_valid && !s_first && started && !lost;
            """)
    }

    private func writeState(to text: inout TextBuilder) {
        text.lines(
            """
                reg  \(CaseTable.range(pixelBits))spare_data;
                wire \(CaseTable.range(pixelBits))next_data = filling ? \(pixelBits)'d0 : s_data;
                wire moves = !m_valid || m_ready;
                always @(posedge clk) begin
                    if (reset) begin
                        x       <= \(xWidth)'d0;
                        y       <= \(yWidth)'d0;
                        begun   <= 1'b0;
                        filling <= 1'b0;
                        started <= 1'b0;
                        lost    <= 1'b0;
                        m_valid <= 1'b0;
                        spare_valid <= 1'b0;
                    end else begin
                        if (pass) begin
                            x <= row_end ? \(xWidth)'d0 : x + \(xWidth)'d1;
                            if (row_end) y <= frame_end ? \(yWidth)'d0 : y + \(yWidth)'d1;
                        end
                        begun   <= (begin_frame || begun) && !too_early && !wrong_row && !(pass && frame_end);
                        filling <= (too_early || wrong_row || filling) && !(pass && frame_end);
                        if (begin_frame) started <= 1'b1;
                        lost    <= wrong_row || surplus || lost && !begin_frame;
                        if (moves) m_valid <= spare_valid || pass;
                        spare_valid <= !moves && (spare_valid || pass);
                    end
                end
                always @(posedge clk) begin
                    if (moves) m_data <= spare_valid ? spare_data : next_data;
                    if (cke) spare_data <= next_data;
                end
                always @(posedge clk) begin
                    if (reset) begin
                        error       <= 1'b0;
                        error_kind  <= 3'd0;
                        error_count <= \(Self.countWidth)'d0;
                    end else begin
                        error      <= too_early || wrong_row || surplus;
                        error_kind <= {surplus, wrong_row, too_early};
                        if (error) error_count <= error_count + \(Self.countWidth)'d1;
                    end
                end
            """)
    }

    private func writeTickets(to text: inout TextBuilder) {
        let width = ticketWidth
        text.lines(
            """

                // Tickets of the frames under way, in order.
                reg [USER_BITS-1:0] users [0:\(ticketCount - 1)];
                reg broken [0:\(ticketCount - 1)];
                reg [\(width):0] written, given, following;
                reg \(CaseTable.range(width))current;
                wire [\(width):0] under_way = written - given;
                assign ticket_user   = users[given[\(width - 1):0]];
                always @(posedge clk) begin
                    if (reset) begin
                        written <= \(width + 1)'d0;
                        given   <= \(width + 1)'d0;
                        room    <= 1'b1;
                        following <= \(width + 1)'d1;
                    end else begin
                        if (begin_frame) written <= written + \(width + 1)'d1;
                        if (ticket_back) given <= following;
                        if (ticket_back) following <= following + \(width + 1)'d1;
                        room <= under_way < \(width + 1)'d\(ticketCount - 1);
                    end
                end
                always @(posedge clk) begin
                    if (begin_frame) begin
                        users[written[\(width - 1):0]] <= s_user;
                        current <= written[\(width - 1):0];
                    end
                end

                // A cycle later the ticket is marked, or is not: no answer comes as soon.
                reg opened, spoilt;
                always @(posedge clk) begin
                    if (reset) begin
                        opened <= 1'b0;
                        spoilt <= 1'b0;
                    end else begin
                        opened <= begin_frame;
                        spoilt <= too_early || wrong_row;
                        if (opened || spoilt) broken[current] <= spoilt;
                    end
                end

                // The mark of the next answer's ticket. It comes out of a register, as it decides whether all behind it may move.
                wire marks = opened || spoilt;
                wire mark  = marks && current == given[\(width - 1):0] ? spoilt : broken[given[\(width - 1):0]];
                wire mark_behind = marks && current == following[\(width - 1):0] ? spoilt : broken[following[\(width - 1):0]];
                always @(posedge clk) begin
                    ticket_broken <= ticket_back ? mark_behind : mark;
                end
            """)
    }
}
