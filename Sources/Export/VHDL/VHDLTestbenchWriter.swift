/// The testbench of a VHDL entity: plays the vectors with gaps and stalls, compares every bit, and says PASS or FAIL.
struct VHDLTestbenchWriter {
    let circuit: Circuit
    let vectors: VectorSet

    /// Name of the entity.
    var name: String { "\(circuit.name)_tb" }

    /// The source file.
    func write() -> String {
        let (inputs, outputs) = (circuit.netlist.inputCount, circuit.netlist.outputs.count)
        return """
            -- Testbench of \(circuit.name), written by bbwb: run it with `make ghdl`.
            library ieee;
            use ieee.std_logic_1164.all;
            use ieee.numeric_std.all;
            use std.textio.all;

            entity \(name) is
            end entity;

            architecture bench of \(name) is
                constant VECTORS : natural := \(vectors.frameCount);
                signal reset, cke : std_logic := '1';
                signal clk, in_valid, out_valid : std_logic := '0';
                signal in_data : std_logic_vector(\(inputs - 1) downto 0) := (others => '0');
                signal out_data : std_logic_vector(\(outputs - 1) downto 0);
                signal in_user, out_user : std_logic_vector(31 downto 0) := (others => '1');
                signal sent : natural := 0;
                signal is_over : boolean := false;

                -- A line of digits, the last of which is bit 0; anything else is unknown.
                procedure get(file lines : text; value : out std_logic_vector) is
                    variable content : line;
                    variable digit : character;
                    variable is_there : boolean;
                begin
                    value := (value'range => 'X');
                    if endfile(lines) then
                        return;
                    end if;
                    readline(lines, content);
                    for place in value'range loop
                        read(content, digit, is_there);
                        if is_there and digit = '1' then
                            value(place) := '1';
                        elsif is_there and digit = '0' then
                            value(place) := '0';
                        end if;
                    end loop;
                end procedure;
            begin
                dut : entity work.\(circuit.name)
                    generic map (USER_BITS => 32)
                    port map (
                        reset => reset, clk => clk, cke => cke, in_user => in_user, in_data => in_data, in_valid => in_valid,
                        out_user => out_user, out_data => out_data, out_valid => out_valid);

                process
                begin
                    while not is_over loop
                        wait for 5 ns;
                        clk <= not clk;
                    end loop;
                    wait;
                end process;

                -- Vectors go in; one cycle in 16 is stalled and one vector in 16 comes late.
                process (clk)
                    file stimuli : text open read_mode is "\(VectorFiles.stimuli)";
                    variable data : std_logic_vector(\(inputs - 1) downto 0);
                    variable random : unsigned(31 downto 0) := x"1ce1ce1c";
                    variable cycle : natural := 0;
                begin
                    if rising_edge(clk) then
                        random := random(30 downto 0) & (random(31) xor random(21) xor random(1) xor random(0));
                        cycle := cycle + 1;
                        if cycle >= 8 then
                            reset <= '0';
                        end if;
                        -- What comes during reset must be dropped.
                        if reset = '1' then
                            if cycle < 8 then
                                in_valid <= '1';
                            else
                                in_valid <= '0';
                            end if;
                        elsif cke = '1' then
                            in_valid <= '0';
                            if sent < VECTORS and random(7 downto 4) /= 0 then
                                get(stimuli, data);
                                in_data  <= data;
                                in_valid <= '1';
                                in_user  <= std_logic_vector(to_unsigned(sent, 32));
                                sent     <= sent + 1;
                            end if;
                        end if;
                        if random(3 downto 0) = 0 then
                            cke <= '0';
                        else
                            cke <= '1';
                        end if;
                    end if;
                end process;

                -- Answers come out, in order.
                process
                    file expected : text open read_mode is "\(VectorFiles.expected)";
                    variable wanted : std_logic_vector(\(outputs - 1) downto 0);
                    variable rest : line;
                    variable received, mismatches, waited : natural := 0;
                begin
                    while received < VECTORS and waited < \(4 * vectors.frameCount + 100 * (circuit.pipeline.stageCount + 20)) loop
                        wait until rising_edge(clk);
                        waited := waited + 1;
                        if reset = '0' and out_valid /= '0' and out_valid /= '1' then
                            mismatches := mismatches + 1;
                        end if;
                        if reset = '0' and cke = '1' and out_valid = '1' then
                            get(expected, wanted);
                            if out_data /= wanted or is_x(wanted) or out_user /= std_logic_vector(to_unsigned(received, 32)) then
                                mismatches := mismatches + 1;
                            end if;
                            received := received + 1;
                        end if;
                    end loop;
                    if not endfile(expected) then
                        mismatches := mismatches + 1;
                    end if;
                    if received = VECTORS and mismatches = 0 then
                        write(rest, string'("PASS"));
                    else
                        write(rest, string'("FAIL"));
                    end if;
                    write(rest, string'(" vectors "));
                    write(rest, received);
                    write(rest, string'(" of \(vectors.frameCount), mismatches "));
                    write(rest, mismatches);
                    writeline(output, rest);
                    is_over <= true;
                    wait;
                end process;
            end architecture;

            """
    }
}
