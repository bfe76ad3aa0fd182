/// The Makefile of a Verilog bundle: simulates with Icarus Verilog or Verilator, checks the style, maps with yosys.
struct MakefileWriter {
    /// Name of the top module.
    let name: String
    let device: TargetDevice
    /// Paths of the design's own sources.
    let sources: [String]
    /// Paths of models of the device's primitives.
    let models: [String]
    /// The clock that it is likely to run at.
    let clock: ClockEstimate
    /// Modules whose logic `make formal` proves.
    let provedModules: [String]
    /// What the testbench is told in Icarus Verilog.
    var iverilogArguments = ""

    /// The file.
    var text: String {
        """
        # Simulates, checks and maps \(name). Run it in this folder; what it makes goes to $(BUILD).
        NAME    := \(name)
        SOURCES := \(sources.joined(separator: " "))
        MODELS  := \(models.joined(separator: " "))
        BUILD   := build
        # The modules of LUTs, whose netlists are in formal/.
        PROVED  := \(provedModules.joined(separator: " "))

        .PHONY: all iverilog verilator formal lint synthesis\(place == nil ? "" : " place place-version") clean

        all: lint iverilog

        # Plays the vectors in Icarus Verilog. The last line says PASS.
        iverilog: | $(BUILD)
        	iverilog -g2005 -Wall -o $(BUILD)/$(NAME).vvp -s $(NAME)_tb sim/$(NAME)_tb.v $(SOURCES) $(MODELS)
        	vvp -n $(BUILD)/$(NAME).vvp\(iverilogArguments.isEmpty ? "" : " " + iverilogArguments) | tee $(BUILD)/iverilog.log
        	@grep -q '^PASS' $(BUILD)/iverilog.log

        # The same in Verilator: longer to build, many times faster to run. What it writes cannot be built in a folder with
        # spaces in its path.
        verilator: | $(BUILD)
        	built=$(BUILD)/verilator; case "$$PWD" in *[[:space:]]*) built=$$(mktemp -d);; esac; \\
        	verilator --binary --timing -j 0 --Mdir "$$built" --top-module $(NAME)_tb \\
        		sim/$(NAME)_tb.v $(SOURCES) $(MODELS) > $(BUILD)/verilator-build.log 2>&1 \\
        		|| { cat $(BUILD)/verilator-build.log; exit 1; }; \\
        	"$$built"/V$(NAME)_tb | tee $(BUILD)/verilator.log; \\
        	[ "$$built" = $(BUILD)/verilator ] || rm -r "$$built"
        	@grep -q '^PASS' $(BUILD)/verilator.log

        # Proves that the logic of the LUTs is the netlist that was exported, for all inputs: yosys reads the Verilog, and ABC
        # compares it by SAT with formal/MODULE.blif. The last lines say PASS, one a module.
        formal: | $(BUILD)
        	@for tool in yosys yosys-abc; do command -v $$tool > /dev/null || { \\
        		echo "not proved: $$tool is not installed (Debian: apt-get install yosys)" >&2; exit 1; }; done
        	@for module in $(PROVED); do \\
        		rm -f $(BUILD)/$$module.blif; \\
        		yosys -q -s formal/$$module.ys -b blif -o $(BUILD)/$$module.blif \\
        			&& yosys-abc -c "cec formal/$$module.blif $(BUILD)/$$module.blif" > $(BUILD)/$$module-cec.log 2>&1 \\
        			&& grep -q '^Networks are equivalent' $(BUILD)/$$module-cec.log \\
        			|| { cat $(BUILD)/$$module-cec.log; echo "FAIL $$module: its logic is not that of formal/$$module.blif"; \\
        				exit 1; }; \\
        		echo "PASS $$module: equal to formal/$$module.blif for all inputs, by SAT"; \\
        	done

        # Checks the style of the design; there is nothing to say.
        lint:
        	verilator --lint-only -Wall --top-module $(NAME) $(SOURCES) $(MODELS)

        # Maps the design with yosys; the last table has the cells.
        synthesis: | $(BUILD)
        	yosys -q -l $(BUILD)/synthesis.log -p "read_verilog $(SOURCES); \(synthesis); tee -o $(BUILD)/cells.txt stat"
        	cat $(BUILD)/cells.txt
        \(place ?? "")
        $(BUILD):
        	mkdir -p $(BUILD)

        clean:
        	rm -rf $(BUILD)

        """
    }

    /// Variables and the rule that place and route the design; nil where no open tool does it.
    private var place: String? {
        let (part, package, constraints, output): (String, String, String, String)
        switch device {
        case .generic, .xilinx: return nil
        case .ice40: (part, package, constraints, output) = ("hx8k", "ct256", "pcf", "asc")
        case .ecp5: (part, package, constraints, output) = ("85k", "CABGA756", "lpf", "textcfg")
        }
        return """

            # Places and routes the design with nextpnr, and says the clock that it reaches. A design with more ports than the
            # package has pins does not fit by itself; one that streams (--stream) does. Routing a net that is too large for the
            # wires of the part has no end of its own: PATIENCE ends it.
            NEXTPNR := $(or $(shell command -v nextpnr-\(device.rawValue) 2>/dev/null),$(shell command -v yowasp-nextpnr-\(device.rawValue) 2>/dev/null),nextpnr-\(device.rawValue))
            PART    := \(part)
            PACKAGE := \(package)
            PATIENCE := timeout 1800
            place: synthesis
            	$(PATIENCE) $(NEXTPNR) --$(PART) --package $(PACKAGE) --json $(BUILD)/$(NAME).json --\(constraints) constraints/$(NAME).\(constraints) \\
            		--\(constraints)-allow-unconstrained --timing-allow-fail --\(output) $(BUILD)/$(NAME).\(output) -q -l $(BUILD)/place.log \\
            		|| { tail -n 20 $(BUILD)/place.log; echo "not placed and routed: see $(BUILD)/place.log"; false; }
            	@grep -E '(LC|FF|COMB|_LUT4|EBR|_RAM|DP16KD|SLICE)[^:]*: +[0-9]+/' $(BUILD)/place.log | sort -u
            	@grep 'Max frequency for clock' $(BUILD)/place.log | tail -n 1
            	@sed -n 's/.*Max frequency for clock [^:]*: *\\([0-9.]*\\) MHz.*/\(clockLine)/p' $(BUILD)/place.log \\
            		| tail -n 1 | tee $(BUILD)/clock.txt

            place-version:
            	@$(NEXTPNR) --version 2>&1 | tail -n 1

            """
    }

    /// What `make place` says of the clock; sed puts the routed one in the place of \1.
    private var clockLine: String {
        let asked = clock.asked.map { "\($0.fixed(0)) MHz" } ?? "none"
        return "\(PlacedDesign.mark)asked \(asked), estimated \(clock.text), routed \\1 MHz"
    }

    /// The yosys commands that map the design for its device.
    private var synthesis: String {
        switch device {
        case .generic: "synth -flatten -top $(NAME); abc -lut 6"
        case .xilinx: "synth_xilinx -flatten -noiopad -top $(NAME)"
        case .ice40: "synth_ice40 -top $(NAME) -json $(BUILD)/$(NAME).json"
        case .ecp5: "synth_ecp5 -top $(NAME) -json $(BUILD)/$(NAME).json"
        }
    }
}
