/// `component.xml`: the block by IEEE 1685-2014 (IP-XACT), with its buses, registers, ports and files.
struct IPXACT {
    let axi: AXIInterface
    let sources: [String]

    /// A port, and what it is to a bus.
    private struct Port {
        let name: String
        let isInput: Bool
        let width: Int
        /// Name of the bus, and of its own signal in it.
        let bus: String
        let signal: String
    }

    private var ports: [Port] {
        let (id, address) = (AXIInterface.idWidth, AXIInterface.addressWidth)
        func stream(_ bus: String, _ prefix: String, isInput: Bool, data: Int, user: Int) -> [Port] {
            [
                ("tdata", data, true), ("tvalid", 1, true), ("tready", 1, false), ("tuser", user, true),
                ("tlast", 1, true), ("tid", id, true),
            ]
            .map { name, width, follows in
                Port(
                    name: "\(prefix)_\(name)", isInput: follows == isInput, width: width, bus: bus,
                    signal: name.uppercased())
            }
        }
        let lite: [(String, Int, Bool)] = [
            ("awaddr", address, true), ("awvalid", 1, true), ("awready", 1, false), ("wdata", 32, true),
            ("wstrb", 4, true),
            ("wvalid", 1, true), ("wready", 1, false), ("bresp", 2, false), ("bvalid", 1, false), ("bready", 1, true),
            ("araddr", address, true), ("arvalid", 1, true), ("arready", 1, false), ("rdata", 32, false),
            ("rresp", 2, false),
            ("rvalid", 1, false), ("rready", 1, true),
        ]
        return [
            Port(name: "aclk", isInput: true, width: 1, bus: "aclk", signal: "CLK"),
            Port(name: "aresetn", isInput: true, width: 1, bus: "aresetn", signal: "RST"),
        ] + stream("S_AXIS", "s_axis", isInput: true, data: axi.inputWidth, user: 1)
            + stream("M_AXIS", "m_axis", isInput: false, data: axi.outputWidth, user: axi.outputUserWidth)
            + lite.map { Port(name: "s_axi_\($0)", isInput: $2, width: $1, bus: "S_AXI", signal: $0.uppercased()) }
            + [Port(name: "error", isInput: false, width: 1, bus: "", signal: "")]
    }

    /// The file.
    var text: String {
        var text = TextBuilder()
        text.lines(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ipxact:component xmlns:ipxact="http://www.accellera.org/XMLSchema/IPXACT/1685-2014">
              <ipxact:vendor>bbwb</ipxact:vendor>
              <ipxact:library>nets</ipxact:library>
              <ipxact:name>\(axi.name)</ipxact:name>
              <ipxact:version>1.0</ipxact:version>
              <ipxact:busInterfaces>
            """)
        writeBus("aclk", "signal", "clock", "<ipxact:slave/>", &text)
        writeBus("aresetn", "signal", "reset", "<ipxact:slave/>", &text)
        writeBus("S_AXIS", "interface", "axis", "<ipxact:slave/>", &text)
        writeBus("M_AXIS", "interface", "axis", "<ipxact:master/>", &text)
        writeBus(
            "S_AXI", "interface", "aximm", "<ipxact:slave><ipxact:memoryMapRef memoryMapRef=\"S_AXI\"/></ipxact:slave>",
            &text)
        text.line("  </ipxact:busInterfaces>")
        writeRegisters(&text)
        writePorts(&text)
        text.lines(
            """
              <ipxact:fileSets>
                <ipxact:fileSet>
                  <ipxact:name>rtl</ipxact:name>
            """)
        for source in sources {
            text.line(
                "      <ipxact:file><ipxact:name>../\(source)</ipxact:name><ipxact:fileType>verilogSource</ipxact:fileType></ipxact:file>"
            )
        }
        text.lines(
            """
                </ipxact:fileSet>
              </ipxact:fileSets>
            </ipxact:component>
            """)
        return text.text
    }

    private func writeBus(_ bus: String, _ library: String, _ type: String, _ role: String, _ text: inout TextBuilder) {
        let abstraction = "vendor=\"xilinx.com\" library=\"\(library)\" name=\"\(type)"
        text.lines(
            """
                <ipxact:busInterface>
                  <ipxact:name>\(bus)</ipxact:name>
                  <ipxact:busType \(abstraction)" version="1.0"/>
                  <ipxact:abstractionTypes>
                    <ipxact:abstractionType>
                      <ipxact:abstractionRef \(abstraction)_rtl" version="1.0"/>
                      <ipxact:portMaps>
            """)
        for port in ports where port.bus == bus {
            text.line(
                "            <ipxact:portMap><ipxact:logicalPort><ipxact:name>\(port.signal)</ipxact:name></ipxact:logicalPort>"
                    + "<ipxact:physicalPort><ipxact:name>\(port.name)</ipxact:name></ipxact:physicalPort></ipxact:portMap>"
            )
        }
        text.lines(
            """
                      </ipxact:portMaps>
                    </ipxact:abstractionType>
                  </ipxact:abstractionTypes>
                  \(role)
                </ipxact:busInterface>
            """)
    }

    private func writeRegisters(_ text: inout TextBuilder) {
        text.lines(
            """
              <ipxact:memoryMaps>
                <ipxact:memoryMap>
                  <ipxact:name>S_AXI</ipxact:name>
                  <ipxact:addressBlock>
                    <ipxact:name>registers</ipxact:name>
                    <ipxact:baseAddress>0</ipxact:baseAddress>
                    <ipxact:range>\(1 << AXIInterface.addressWidth)</ipxact:range>
                    <ipxact:width>32</ipxact:width>
            """)
        for register in axi.registers {
            let isControl = register.name == "CONTROL"
            let access = isControl ? "read-write" : "read-only"
            text.line(
                "        <ipxact:register><ipxact:name>\(register.name)</ipxact:name><ipxact:description>\(register.meaning)</ipxact:description>"
                    + "<ipxact:addressOffset>\(register.address)</ipxact:addressOffset><ipxact:size>32</ipxact:size>"
                    + "<ipxact:access>\(access)</ipxact:access><ipxact:field>"
                    + "<ipxact:name>\(isControl ? "CLEAR" : "VALUE")</ipxact:name><ipxact:bitOffset>0</ipxact:bitOffset>"
                    + "<ipxact:bitWidth>\(isControl ? 1 : 32)</ipxact:bitWidth></ipxact:field></ipxact:register>")
        }
        text.lines(
            """
                  </ipxact:addressBlock>
                </ipxact:memoryMap>
              </ipxact:memoryMaps>
            """)
    }

    private func writePorts(_ text: inout TextBuilder) {
        text.lines(
            """
              <ipxact:model>
                <ipxact:views>
                  <ipxact:view><ipxact:name>rtl</ipxact:name><ipxact:componentInstantiationRef>rtl</ipxact:componentInstantiationRef></ipxact:view>
                </ipxact:views>
                <ipxact:instantiations>
                  <ipxact:componentInstantiation>
                    <ipxact:name>rtl</ipxact:name>
                    <ipxact:language>verilog</ipxact:language>
                    <ipxact:moduleName>\(axi.name)</ipxact:moduleName>
                    <ipxact:fileSetRef><ipxact:localName>rtl</ipxact:localName></ipxact:fileSetRef>
                  </ipxact:componentInstantiation>
                </ipxact:instantiations>
                <ipxact:ports>
            """)
        for port in ports {
            let vector =
                port.width == 1 && !["s_axis_tuser", "m_axis_tuser"].contains(port.name)
                ? ""
                : "<ipxact:vectors><ipxact:vector><ipxact:left>\(port.width - 1)</ipxact:left><ipxact:right>0</ipxact:right></ipxact:vector></ipxact:vectors>"
            text.line(
                "      <ipxact:port><ipxact:name>\(port.name)</ipxact:name><ipxact:wire><ipxact:direction>\(port.isInput ? "in" : "out")"
                    + "</ipxact:direction>\(vector)</ipxact:wire></ipxact:port>")
        }
        text.lines(
            """
                </ipxact:ports>
              </ipxact:model>
            """)
    }
}
