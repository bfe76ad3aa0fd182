/// The part of a Verilog testbench that reads its files once more and counts those that are not as they were exported.
struct VectorFileCheck {
    let files: [ExportBundle.File]

    /// Declares `broken_files`, which is right from time 0 on.
    func write(to text: inout TextBuilder) {
        text.lines(
            """

                // The files must be those that were exported: as long, and with the same FNV-1a sum. A simulator only warns of
                // one that it cannot read, and what is unknown would equal what is unknown.
                integer broken_files = 0;
                integer file;
                integer character;
                reg is_broken;
                reg [31:0] length;
                reg [31:0] sum;
                task check_file(input [31:0] exported_length, input [31:0] exported_sum);
                    begin
                        length = 32'd0;
                        sum = 32'h\(FileDigest.basis.hex(8));
                        if (file != 0) begin
                            character = $fgetc(file);
                            while (character >= 0) begin
                                if (character != 13) begin
                                    sum = (sum ^ character) * 32'h\(FileDigest.prime.hex(8));
                                    length = length + 32'd1;
                                end
                                character = $fgetc(file);
                            end
                            $fclose(file);
                        end
                        is_broken = length !== exported_length || sum !== exported_sum;
                        if (is_broken) broken_files = broken_files + 1;
                    end
                endtask
                initial begin
            """)
        for file in files {
            let digest = FileDigest(file.bytes)
            text.line("        file = $fopen(\"\(file.path)\", \"r\");")
            text.line("        check_file(32'd\(digest.byteCount), 32'h\(digest.sum.hex(8)));")
            text.line(
                "        if (is_broken) $display(\"vector file \(file.path): %0d characters with sum %h, "
                    + "\(digest.byteCount) with sum \(digest.sum.hex(8)) were exported\", length, sum);")
        }
        text.line("    end")
    }
}
