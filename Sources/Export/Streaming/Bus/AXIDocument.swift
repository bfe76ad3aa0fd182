/// The part of `io.md` about a stream on AXI.
struct AXIDocument {
    let axi: AXIInterface

    func write(to text: inout TextBuilder) {
        let interface = axi.interface
        text.lines(
            """
            ## On AXI

            | port | |
            | --- | --- |
            | `aclk` `aresetn` | rising edge; synchronous, active low |
            | `s_axis_*` | pixels, \(axi.inputWidth) bits a beat: `tuser` begins a frame, `tlast` ends a row, `tid` of the first pixel is the packet's number |
            | `m_axis_*` | \(interface.passesBroken
                ? "a place of the map a beat: `tuser[0]` begins a map, `tuser[1]` marks a broken one with its last beat, `tlast` ends a row"
                : "the answer in one beat, with `tlast`"); `tid` is the packet's number |
            | `s_axi_*` | AXI4-Lite, 32 bits: the registers below |
            | `error` | high for a cycle for each error |

            `m_axis_tdata` has whole bytes for each number; what is above a number is 0:

            | bits | |
            | --- | --- |
            """)
        var number = 0
        for field in axi.fields {
            let what: String
            if field.port == "out_class" {
                what = "the class"
            } else if interface.includesIO {
                what = interface.passesBroken ? "count \(number) of the place" : "ones of number \(number)"
                number += 1
            } else {
                what = "the bits, as described below"
            }
            text.line("| `[\(field.place + field.width - 1):\(field.place)]` | \(what) |")
        }
        text.line()
        text.line("| address | register | |")
        text.line("| --- | --- | --- |")
        for register in axi.registers {
            text.line("| `0x\(register.address.hex(2))` | `\(register.name)` | \(register.meaning) |")
        }
        text.lines(
            """

            Counts begin at 0 with reset, and go round after 2³² − 1. The module within, `\(axi.streamName)`, is a plain stream, which the
            rest of this file describes.

            """)
    }
}
