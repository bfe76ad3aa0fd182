/// Words that a module or function must not be called, since a language or a tool that reads an export keeps them for itself.
enum ReservedWords {
    /// IEEE 1800-2017, Annex B; the words of Verilog are among them.
    static let systemVerilog = words(
        """
        accept_on alias always always_comb always_ff always_latch and assert assign assume automatic before begin bind bins
        binsof bit break buf bufif0 bufif1 byte case casex casez cell chandle checker class clocking cmos config const
        constraint context continue cover covergroup coverpoint cross deassign default defparam design disable dist do edge
        else end endcase endchecker endclass endclocking endconfig endfunction endgenerate endgroup endinterface endmodule
        endpackage endprimitive endprogram endproperty endsequence endspecify endtable endtask enum event eventually expect
        export extends extern final first_match for force foreach forever fork forkjoin function generate genvar global
        highz0 highz1 if iff ifnone ignore_bins illegal_bins implements implies import incdir include initial inout input
        inside instance int integer interconnect interface intersect join join_any join_none large let liblist library local
        localparam logic longint macromodule matches medium modport module nand negedge nettype new nexttime nmos nor
        noshowcancelled not notif0 notif1 null or output package packed parameter pmos posedge primitive priority program
        property protected pull0 pull1 pulldown pullup pulsestyle_ondetect pulsestyle_onevent pure rand randc randcase
        randsequence rcmos real realtime ref reg reject_on release repeat restrict return rnmos rpmos rtran rtranif0
        rtranif1 s_always s_eventually s_nexttime s_until s_until_with scalared sequence shortint shortreal showcancelled
        signed small soft solve specify specparam static string strong strong0 strong1 struct super supply0 supply1
        sync_accept_on sync_reject_on table tagged task this throughout time timeprecision timeunit tran tranif0 tranif1 tri
        tri0 tri1 triand trior trireg type typedef union unique unique0 unsigned until until_with untyped use uwire var
        vectored virtual void wait wait_order wand weak weak0 weak1 while wildcard wire with within wor xnor xor
        """)

    /// ISO C and C++, and what their headers and compilers define without a name space: macros and types.
    static let c = words(
        """
        alignas alignof and and_eq asm assert auto bitand bitor bool break case catch char char16_t char32_t char8_t class
        co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype default
        delete div_t do double dynamic_cast else enum errno explicit export extern false float for fpos_t friend goto i386 if
        inline int int16_t int32_t int64_t int8_t intmax_t intptr_t ldiv_t linux lldiv_t long main max_align_t mutable
        namespace new noexcept not not_eq nullptr nullptr_t offsetof operator or or_eq private protected ptrdiff_t public
        register reinterpret_cast requires restrict return short signed size_t sizeof ssize_t static static_assert
        static_cast std stderr stdin stdout struct switch template this thread_local throw true try typedef typeid typename
        uint16_t uint32_t uint64_t uint8_t uintmax_t uintptr_t union unix unsigned using va_arg va_copy va_end va_list
        va_start virtual void volatile wchar_t while xor xor_eq
        BUFSIZ EOF EXIT_FAILURE EXIT_SUCCESS FILE NULL RAND_MAX
        ap_fixed ap_int ap_ufixed ap_uint
        """)

    /// IEEE 1076-2008: a VHDL design can hold the module. Its words have no case.
    static let vhdl = words(
        """
        abs access after alias all and architecture array assert assume assume_guarantee attribute begin block body buffer
        bus case component configuration constant context cover default disconnect downto else elsif end entity exit fairness
        file for force function generate generic group guarded if impure in inertial inout is label library linkage literal
        loop map mod nand new next nor not null of on open or others out package parameter port postponed procedure process
        property protected pure range record register reject release rem report restrict restrict_guarantee return rol ror
        select sequence severity shared signal sla sll sra srl strong subtype then to transport type unaffected units until
        use variable vmode vprop vunit wait when while with xnor xor
        """)

    /// Cells of the devices' libraries that synthesis makes of a module, or that the module is made of.
    static let primitives = words(
        """
        BUFG CARRY4 CARRY8 CCU2C DP16KD FDCE FDCE_1 FDPE FDPE_1 FDRE FDRE_1 FDSE FDSE_1 GND GSR IBUF INV L6MUX21 LUT1 LUT2
        LUT3 LUT4 LUT5 LUT6 LUT6_2 LUT7 LUT8 MUXCY MUXF5 MUXF6 MUXF7 MUXF8 MUXF9 OBUF PFUMX PUR RAM128X1D RAM32M RAM32X1D
        RAM64M RAM64X1D RAMB18E1 RAMB18E2 RAMB36E1 RAMB36E2 SB_CARRY SB_DFF SB_DFFE SB_DFFESR SB_DFFESS SB_DFFSR SB_DFFSS
        SB_GB SB_IO SB_LUT4 SB_RAM40_4K SRL16E SRLC32E TRELLIS_COMB TRELLIS_DPR16X4 TRELLIS_FF TRELLIS_IO VCC XORCY glbl
        """)

    /// What is declared within exported Verilog, numbers at the end apart: Verilator takes a module and a signal of one name for a
    /// mistake.
    static let signals = words(
        """
        BLANK_Y_WIDTH CHECK_TLAST DEVICE FIFO_PTR_WIDTH FIFO_RAM_TYPE I ID_WIDTH IMG_CKE_BUFG IMG_X_WIDTH IMG_Y_NUM
        IMG_Y_WIDTH INIT INIT_REG INIT_Y_NUM LUT MAX_X_NUM M_TDATA_WIDTH O RAM_TYPE S_TDATA_WIDTH TUSER_WIDTH USER_BITS
        USER_WIDTH USE_REG above aclk across answered answers aresetn arrived arriving b bank bank_of base beat begin_frame
        begun beside best bits bits_first bits_last bits_place bits_ready bits_valid border broken channel cke class clear
        clk column column_first column_last column_tap complete core core_data core_first core_last core_ready core_user
        core_valid count counted counted_ready counted_valid counters counts current data dut earlier enter entrance error
        error_count error_kind errors errors_behind errors_cut errors_rows few filled filling finish first following
        frame_data frame_end frame_first frame_last frame_user frame_valid full given held held_first held_last held_user
        held_valid here idle image in_data in_pixels in_ready in_user in_valid inner inside last leaves level lost lut luts
        m_axi4s_tdata m_axi4s_tlast m_axi4s_tready m_axi4s_tuser m_axi4s_tvalid m_axis_tdata m_axis_tid m_axis_tlast
        m_axis_tready m_axis_tuser m_axis_tvalid m_data m_ready m_valid map mark mark_behind marks missing modulator move
        moves narrow_user needed next_base next_data offset ones open opened out_broken out_class out_counts out_data
        out_ready out_user out_valid outside p param_blank_num pass pixel pixel_ready pixel_step pixel_valid place read
        read_arriving read_step read_valid ready released reset room row row_end row_first row_last row_scanned row_tap
        row_written run s_axi4s_tdata s_axi4s_tlast s_axi4s_tready s_axi4s_tuser s_axi4s_tvalid s_axi_araddr s_axi_arready
        s_axi_arvalid s_axi_awaddr s_axi_awready s_axi_awvalid s_axi_bready s_axi_bresp s_axi_bvalid s_axi_rdata
        s_axi_rready s_axi_rresp s_axi_rvalid s_axi_wdata s_axi_wready s_axi_wstrb s_axi_wvalid s_axis_tdata s_axis_tid
        s_axis_tlast s_axis_tready s_axis_tuser s_axis_tvalid s_data s_first s_last s_ready s_user s_valid scan second
        spare_data spare_valid spoilt stage start started step step_complete stored stream sum sums surplus take threshold
        ticket_back ticket_broken ticket_user too_early under_way unused unused_bits unused_count unused_last unused_user
        unused_valid user users valid w whole wide_user window window_valid windows wrapped wrapped_base write write_bank
        write_column written wrong wrong_row x y
        """)

    /// Whether something within exported Verilog has a name.
    static func areSignals(_ name: String) -> Bool {
        signals.contains(String(name.reversed().drop { $0.isNumber || $0 == "_" }.reversed()))
    }

    /// Whether a name is a word of a language, a library or a device.
    static func contain(_ name: String) -> Bool {
        systemVerilog.contains(name) || c.contains(name)
            || vhdl.contains(name.lowercased())
            || primitives.contains(name)
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
    }
}
