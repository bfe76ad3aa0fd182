/// What brings a stream on AXI into other people's flows: IP-XACT, a script that packages it for Vivado, FuseSoC, LiteX.
struct AXIPackages {
    let axi: AXIInterface
    let title: String
    /// Paths of the design's sources.
    let sources: [String]
    /// Paths of models of the part's primitives, for simulators alone: tools of synthesis have their own.
    let models: [String]
    /// Paths of what the testbench reads.
    let vectors: [String]

    /// All of them.
    var files: [ExportBundle.File] {
        [
            .init("\(axi.name).core", fuseSoC), .init("package/\(axi.name).py", liteX),
            .init("package/vivado.tcl", vivado),
            .init("package/component.xml", IPXACT(axi: axi, sources: sources).text),
        ]
    }

    private var description: String { "The net '\(SafeText.comment(title))' on AXI, written by bbwb" }

    /// FuseSoC's description of a core, of version 2 of its interface. It lies beside the folders that it names, which FuseSoC asks
    /// for.
    private var fuseSoC: String {
        var text = TextBuilder()
        text.lines(
            """
            CAPI=2:
            # For FuseSoC, in a folder of your own: fusesoc --cores-root FOLDER run --target=sim bbwb::\(axi.name)
            name: "bbwb::\(axi.name):1.0.0"
            description: "\(description)"

            filesets:
              rtl:
                file_type: verilogSource
                files:
            """)
        for source in sources { text.line("      - \(source)") }
        if !models.isEmpty {
            text.line("  models:")
            text.line("    file_type: verilogSource")
            text.line("    files:")
            for model in models { text.line("      - \(model)") }
        }
        text.line("  bench:")
        text.line("    files:")
        text.line("      - sim/\(axi.name)_tb.v: {file_type: verilogSource}")
        for file in vectors { text.line("      - \(file): {file_type: user, copyto: \(file)}") }
        let simulated = "rtl\(models.isEmpty ? "" : ", models")"
        text.lines(
            """

            targets:
              default:
                filesets: [rtl]
                toplevel: \(axi.name)
              lint:
                filesets: [\(simulated)]
                toplevel: \(axi.name)
                flow: lint
                flow_options:
                  tool: verilator
                  verilator_options: [-Wall]
              sim:
                filesets: [\(simulated), bench]
                toplevel: \(axi.name)_tb
                flow: sim
                flow_options:
                  tool: icarus
                  iverilog_options: [-g2005]
            """)
        return text.text
    }

    /// A module of Migen with LiteX's streams and bus.
    private var liteX: String {
        let lite = [("aw", ["addr"]), ("w", ["data", "strb"]), ("ar", ["addr"])]
        let answers = [("b", ["resp"]), ("r", ["data", "resp"])]
        var ports: [String] = []
        for (channel, fields) in lite {
            ports += fields.map {
                "i_s_axi_\(channel)\($0)=self.bus.\(channel).\($0)"
                    + ($0 == "addr" ? "[:\(AXIInterface.addressWidth)]" : "")
            }
            ports += [
                "i_s_axi_\(channel)valid=self.bus.\(channel).valid",
                "o_s_axi_\(channel)ready=self.bus.\(channel).ready",
            ]
        }
        for (channel, fields) in answers {
            ports += fields.map { "o_s_axi_\(channel)\($0)=self.bus.\(channel).\($0)" }
            ports += [
                "o_s_axi_\(channel)valid=self.bus.\(channel).valid",
                "i_s_axi_\(channel)ready=self.bus.\(channel).ready",
            ]
        }
        let user = axi.outputUserWidth
        return """
            # The net '\(SafeText.comment(title))' as a module of LiteX, written by bbwb.
            #
            #     net = \(Self.className(axi.name))(platform)
            #     self.submodules.net = net
            #     self.bus.add_slave("net", net.bus, SoCRegion(origin=0x30000000, size=0x1000, cached=False))
            #
            # `first` of the sink begins a frame and `last` ends a row; `id` of the first pixel leaves with the answer.
            import os

            from migen import ClockSignal, Instance, Module, ResetSignal, Signal
            from litex.soc.interconnect import stream
            from litex.soc.interconnect.axi import AXILiteInterface

            SOURCES = [
            \(sources.map { "    \"\($0)\"," }.joined(separator: "\n"))
            ]


            class \(Self.className(axi.name))(Module):
                def __init__(self, platform=None):
                    self.sink = stream.Endpoint([("data", \(axi.inputWidth)), ("id", \(AXIInterface.idWidth))])
                    self.source = stream.Endpoint([("data", \(axi.outputWidth)), ("id", \(AXIInterface.idWidth)), ("user", \(user))])
                    self.bus = AXILiteInterface(data_width=32, address_width=32)
                    self.error = Signal()
                    self.comb += self.source.first.eq(self.source.user[0])
                    self.specials += Instance(
                        "\(axi.name)",
                        p_ID_WIDTH=\(AXIInterface.idWidth),
                        i_aclk=ClockSignal(),
                        i_aresetn=~ResetSignal(),
                        i_s_axis_tdata=self.sink.data,
                        i_s_axis_tvalid=self.sink.valid,
                        o_s_axis_tready=self.sink.ready,
                        i_s_axis_tuser=self.sink.first,
                        i_s_axis_tlast=self.sink.last,
                        i_s_axis_tid=self.sink.id,
                        o_m_axis_tdata=self.source.data,
                        o_m_axis_tvalid=self.source.valid,
                        i_m_axis_tready=self.source.ready,
                        o_m_axis_tuser=self.source.user,
                        o_m_axis_tlast=self.source.last,
                        o_m_axis_tid=self.source.id,
            \(ports.map { "            \($0)," }.joined(separator: "\n"))
                        o_error=self.error,
                    )
                    if platform is not None:
                        folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
                        for source in SOURCES:
                            platform.add_source(os.path.join(folder, source))

            """
    }

    /// `tiny_net` as `TinyNet`.
    private static func className(_ name: String) -> String {
        name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// Packages the sources as a block for the block designs of Vivado; it follows the vendor's documentation (UG835, UG1118).
    private var vivado: String {
        """
        # Packages \(axi.name) for Vivado: vivado -mode batch -source package/vivado.tcl, in the bundle's folder. The block is in
        # build/vivado then; add that folder to a project's ip_repo_paths. X_INTERFACE attributes in the source name the buses.
        create_project -in_memory -part xc7a35tcpg236-1
        add_files {\(sources.joined(separator: " "))}
        set_property top \(axi.name) [current_fileset]
        update_compile_order -fileset sources_1
        ipx::package_project -root_dir build/vivado -vendor bbwb -library nets -taxonomy /UserIP -import_files -force
        set core [ipx::current_core]
        set_property name \(axi.name) $core
        set_property version 1.0 $core
        set_property display_name \(axi.name) $core
        set_property description {\(description)} $core
        set_property supported_families {artix7 Production kintex7 Production virtex7 Production zynq Production zynquplus Production kintexuplus Production virtexuplus Production artixuplus Production} $core
        ipx::associate_bus_interfaces -busif S_AXIS -clock aclk $core
        ipx::associate_bus_interfaces -busif M_AXIS -clock aclk $core
        ipx::associate_bus_interfaces -busif S_AXI -clock aclk $core
        ipx::update_checksums $core
        ipx::check_integrity $core
        ipx::save_core $core

        """
    }
}
