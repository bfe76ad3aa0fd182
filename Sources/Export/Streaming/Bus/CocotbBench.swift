/// A bench in Python beside the one in Verilog: cocotb plays the same vectors, breaks frames, and reads the registers.
struct CocotbBench {
    let axi: AXIInterface
    /// Paths of the design's sources.
    let sources: [String]

    /// What `make` in its folder runs, and the bench.
    var files: [ExportBundle.File] {
        [.init("cocotb/Makefile", makefile), .init("cocotb/test_\(axi.name).py", bench)]
    }

    private var makefile: String {
        """
        # Runs test_\(axi.name).py with cocotb: pip install cocotb, then make here. SIM=verilator takes another simulator.
        SIM ?= icarus
        # What is made goes to build/, which belongs to no export.
        SIM_BUILD := $(PWD)/../build/cocotb
        COCOTB_RESULTS_FILE := $(SIM_BUILD)/results.xml
        export PYTHONDONTWRITEBYTECODE := 1
        TOPLEVEL_LANG := verilog
        VERILOG_SOURCES := \(sources.map { "$(PWD)/../\($0)" }.joined(separator: " "))
        TOPLEVEL := \(axi.name)
        MODULE := test_\(axi.name)
        COCOTB_TOPLEVEL := $(TOPLEVEL)
        COCOTB_TEST_MODULES := $(MODULE)
        include $(shell cocotb-config --makefiles)/Makefile.sim

        """
    }

    private var bench: String {
        let interface = axi.interface
        let fields = axi.fields.filter { $0.port == "out_data" }
            .map { "(\($0.place), \($0.low), \($0.width))" }.joined(separator: ", ")
        let registers = axi.registers.map { "\($0.name) = 0x\($0.address.hex(2))" }.joined(separator: "\n")
        return #"""
            # Plays the vectors of ../sim through \#(axi.name), whole and broken; written by bbwb.
            import os
            import random

            import cocotb
            from cocotb.clock import Clock
            from cocotb.triggers import FallingEdge, Timer

            HERE = os.path.dirname(os.path.abspath(__file__))
            WIDTH, HEIGHT, BEATS = \#(interface.input.width), \#(interface.input.height), \#(interface.beatsPerFrame)
            PIXELS = WIDTH * HEIGHT
            # Where a number begins in TDATA, where in a line of expected.mem, and its bits.
            FIELDS = [\#(fields)]
            # Whether a broken frame leaves as a marked map.
            PASSES_BROKEN = \#(interface.passesBroken ? "True" : "False")
            FRAMES = int(os.environ.get("FRAMES", "12"))
            \#(registers)


            def numbers(name, base):
                with open(os.path.join(HERE, "..", "sim", name)) as lines:
                    return [int(line, base) for line in lines if line.strip()]


            STIMULI = numbers("stimuli.mem", \#(interface.includesIO ? 16 : 2))
            EXPECTED = numbers("expected.mem", 2)


            def word(data):
                """A beat as a line of expected.mem has it."""
                return sum(((data >> place) & ((1 << width) - 1)) << low for place, low, width in FIELDS)


            async def cycle(dut):
                """To the next falling edge: inputs change there, and outputs are read a moment later."""
                await FallingEdge(dut.aclk)


            async def settled():
                await Timer(1, "ns")


            async def start(dut):
                cocotb.start_soon(Clock(dut.aclk, 10, "ns").start())
                for name in ("s_axis_tvalid", "s_axi_awvalid", "s_axi_wvalid", "s_axi_bready", "s_axi_arvalid", "s_axi_rready",
                             "s_axis_tdata", "s_axis_tuser", "s_axis_tlast", "s_axis_tid", "s_axi_awaddr", "s_axi_wdata",
                             "s_axi_wstrb", "s_axi_araddr", "m_axis_tready", "aresetn"):
                    getattr(dut, name).value = 0
                for _ in range(4):
                    await cycle(dut)
                dut.aresetn.value = 1


            async def send(dut, beats):
                """Sends (data, first, last, id), with gaps."""
                for data, first, last, number in beats:
                    while random.random() < 0.1:
                        await cycle(dut)
                    dut.s_axis_tdata.value = data
                    dut.s_axis_tuser.value = int(first)
                    dut.s_axis_tlast.value = int(last)
                    dut.s_axis_tid.value = number % 256
                    dut.s_axis_tvalid.value = 1
                    ready = False
                    while not ready:
                        await settled()
                        ready = int(dut.s_axis_tready.value) == 1
                        await cycle(dut)
                    dut.s_axis_tvalid.value = 0


            async def receive(dut, beats):
                """Collects (word, id, user) of what leaves, with stalls."""
                while True:
                    dut.m_axis_tready.value = int(random.random() < 0.9)
                    await settled()
                    if int(dut.m_axis_tvalid.value) and int(dut.m_axis_tready.value):
                        beats.append((word(int(dut.m_axis_tdata.value)), int(dut.m_axis_tid.value), int(dut.m_axis_tuser.value)))
                    await cycle(dut)


            async def read(dut, address):
                dut.s_axi_araddr.value = address
                dut.s_axi_arvalid.value = 1
                await settled()
                while not int(dut.s_axi_arready.value):
                    await cycle(dut)
                    await settled()
                await cycle(dut)
                dut.s_axi_arvalid.value = 0
                dut.s_axi_rready.value = 1
                await settled()
                while not int(dut.s_axi_rvalid.value):
                    await cycle(dut)
                    await settled()
                assert int(dut.s_axi_rresp.value) == 0
                value = int(dut.s_axi_rdata.value)
                await cycle(dut)
                dut.s_axi_rready.value = 0
                return value


            async def write(dut, address, value):
                dut.s_axi_awaddr.value = address
                dut.s_axi_wdata.value = value
                dut.s_axi_wstrb.value = 15
                dut.s_axi_awvalid.value = 1
                dut.s_axi_wvalid.value = 1
                dut.s_axi_bready.value = 1
                await settled()
                while not (int(dut.s_axi_awready.value) and int(dut.s_axi_wready.value)):
                    await cycle(dut)
                    await settled()
                await cycle(dut)
                dut.s_axi_awvalid.value = 0
                dut.s_axi_wvalid.value = 0
                await settled()
                while not int(dut.s_axi_bvalid.value):
                    await cycle(dut)
                    await settled()
                assert int(dut.s_axi_bresp.value) == 0
                await cycle(dut)
                dut.s_axi_bready.value = 0


            def frame(index, number):
                pixels = STIMULI[index * PIXELS:(index + 1) * PIXELS]
                return [(data, place == 0, place % WIDTH == WIDTH - 1, number) for place, data in enumerate(pixels)]


            def broken(index, number, kind):
                """A frame with a fault, and the name of its register."""
                beats = frame(index, number)
                place = random.randrange(1, PIXELS - 1)
                if kind == 0:
                    return beats[:place], "CUT"
                if kind == 1:
                    data, first, last, number = beats[place]
                    beats[place] = (data, first, not last, number)
                    return beats, "ROWS"
                return [(data, False, last, number) for data, _, last, number in beats[:3]], "BEHIND"


            @cocotb.test()
            async def frames_whole_and_broken(dut):
                random.seed(1)
                await start(dut)
                assert await read(dut, MAGIC) == 0x62627762
                assert await read(dut, VERSION) == 1
                assert await read(dut, SIZE) == HEIGHT << 16 | WIDTH
                beats = []
                cocotb.start_soon(receive(dut, beats))
                count = min(FRAMES, len(EXPECTED) // BEATS)
                faults = {"CUT": 0, "ROWS": 0, "BEHIND": 0}
                wanted = []
                for index in range(count):
                    if index > 0 and PIXELS > 2:
                        bad, register = broken(index, 100 + index, index % 3)
                        faults[register] += 1
                        if PASSES_BROKEN and register != "BEHIND":
                            wanted.append((index, 100 + index, False))
                        await send(dut, bad)
                    wanted.append((index, index, True))
                    await send(dut, frame(index, index))
                for _ in range(200000):
                    if len(beats) >= len(wanted) * BEATS:
                        break
                    await cycle(dut)
                assert len(beats) == len(wanted) * BEATS, f"{len(beats)} beats"
                for place, (index, number, is_whole) in enumerate(wanted):
                    own = beats[place * BEATS:(place + 1) * BEATS]
                    assert all(found == number for _, found, _ in own)
                    if is_whole:
                        assert [value for value, _, _ in own] == EXPECTED[index * BEATS:(index + 1) * BEATS], f"frame {index}"
                await cycle(dut)
                await cycle(dut)
                assert await read(dut, ANSWERS) == count
                assert await read(dut, ERRORS) == sum(faults.values())
                assert await read(dut, CUT) == faults["CUT"]
                assert await read(dut, ROWS) == faults["ROWS"]
                assert await read(dut, BEHIND) == faults["BEHIND"]
                await write(dut, CONTROL, 1)
                assert await read(dut, ANSWERS) == 0 and await read(dut, ERRORS) == 0
                dut._log.info(f"{count} frames answered, {sum(faults.values())} faults told: {faults}")

            """#
    }
}
