import Workbench

extension Tour {
    /// From the first look at a training to the list of all keys.
    static let steps = look + bits + hardware + pictures + end

    private static let look = [
        TourStep("a net that learns", .character(" ")) { snapshot in
            "\(luts(snapshot)) look-up tables (LUTs) learn handwritten digits from \(snapshot.dataset). The plots show the loss and the "
                + "share of digits that the net gets right. You can touch everything while it trains. Press {key}: it pauses."
        },
        TourStep("nothing is lost", .character(" ")) { _ in
            "It waits between two mini-batches. What you do is written down with its step, so that the run can be repeated bit for "
                + "bit. Press {key} again: it goes on."
        },
        TourStep("what a LUT is", .character("4")) { _ in
            "Each node of the net is a table: six bits in, one bit out, so 64 entries. Training moves the entries between 0 and 1; "
                + "what ends above a half is a one. Press {key} to look into them."
        },
        TourStep("from weight to bit", .right) { _ in
            "Here is one LUT: which six signals it reads, its 64 entries, and INIT, the number that an FPGA stores for it. Press "
                + "{key} for the next LUT."
        },
    ]

    private static let bits = [
        TourStep("back to the curves", .character("1")) { _ in "Each screen has a number. Press {key} for the curves."
        },
        TourStep("what a bit costs", .character("b")) { _ in
            "Every signal in this net is a single bit. Press {key}: the selected layer hands on real numbers instead. The plots mark "
                + "the moment; how far the curves jump is what its bits cost."
        },
        TourStep("and back", .character("u")) { _ in "A net for hardware wants bits. Press {key}: undo." },
        TourStep("more frames", .character("5")) { snapshot in
            "A bit says little about a grey pixel. So each image becomes \(frames(snapshot)) of bits, with more ones where it is "
                + "brighter, and the ones in the answers are counted. That is binary modulation. Press {key}."
        },
        TourStep("time for quality", .character("]")) { _ in
            "The same tables, measured with 1 to 31 frames: better answers from the same circuit, paid for in clock cycles. Press "
                + "{key}: the test takes more frames; the training stays as it is."
        },
    ]

    private static let hardware = [
        TourStep("from weight to Verilog", .character("v")) { _ in
            "The tables are the circuit. Press {key}: it is written as Verilog, and proved equal to the net, which takes some minutes."
        },
        TourStep("what was written", .character("7")) { _ in
            "The bottom line shows how far the export is, while the training continues. The log says where the files are. Press {key}."
        },
    ]

    private static let pictures = [
        TourStep(
            "a net that draws", .enter,
            perform: { $0.open(autoencoder, saving: $0.isWorthSaving) },
            text: { _ in
                "An autoencoder squeezes 784 pixels through 32 bits and paints them again. Press {key}: this run is saved, and "
                    + "\(autoencoder) begins. An export that is not done ends with the run."
            }),
        TourStep("drawn with bits", .character("3")) { _ in
            "It begins with grey noise, and learns digits within some epochs. Press {key} for the samples."
        },
        TourStep("where the greys come from", .character("-")) { snapshot in
            "Beside each digit stands what comes back. Its pixels are bits, too: with \(frames(snapshot)), a pixel is the count of its "
                + "ones, so it has \(greys(snapshot)). Press {key} for fewer frames, and watch the greys go."
        },
        TourStep("and back again", .character("+")) { snapshot in
            "\(frames(snapshot)): \(greys(snapshot)) a pixel. The circuit is the same. Press {key} for more."
        },
    ]

    private static let end = [
        TourStep("what remains", .character("6")) { _ in
            "Each training keeps a folder: the curves, what you did, checkpoints to continue from. Press {key} to see them listed."
        },
        TourStep("all keys", .character("?")) { _ in "There is more. Press {key} for all keys; typing searches them." },
    ]

    private static func luts(_ snapshot: Snapshot) -> String {
        "\(snapshot.layers.reduce(0) { $0 + ($1.lutCount ?? 0) })"
    }

    private static func frames(_ snapshot: Snapshot) -> String {
        let count = snapshot.modulation?.train ?? 1
        return count == 1 ? "1 frame" : "\(count) frames"
    }

    private static func greys(_ snapshot: Snapshot) -> String { "\((snapshot.modulation?.test ?? 1) + 1) greys" }
}
