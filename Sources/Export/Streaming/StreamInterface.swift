/// What goes through the ports of a stream: as its testbench plays it, its vectors are written, and `io.md` describes it.
struct StreamInterface {
    /// The images that go in; a beat is a pixel.
    let input: StreamSize
    /// Bits of a beat that goes in.
    let inputBits: Int
    /// Frames that go in for an image.
    let framesPerImage: Int
    /// Beats that leave for a frame.
    let beatsPerFrame: Int
    /// Beats in a row of what leaves.
    let beatsPerRow: Int
    /// Bits of a beat that leaves.
    let outputBits: Int
    /// Whether what goes in are pixels of 8 bits, and counts leave.
    let includesIO: Bool
    /// The ports `out_class` and its like; nil if an AXI4-Stream leaves.
    let answer: AnswerWriter?
    /// Whether what a broken frame becomes leaves, too, and is marked: a map, whose beats leave before the frame is whole.
    let passesBroken: Bool

    init(_ design: StreamDesign) {
        let plan = design.plan
        input = plan.input
        beatsPerFrame = plan.beatsPerFrame
        beatsPerRow = plan.tail == nil ? plan.map.width : 1
        includesIO = design.shell != nil
        guard let shell = design.shell else {
            inputBits = plan.input.channels
            framesPerImage = design.circuit.framesPerImage
            outputBits = plan.outputBits
            answer = nil
            passesBroken = plan.tail == nil
            return
        }
        inputBits = shell.modulator.pixelBits
        framesPerImage = 1
        switch shell.counting {
        case .answer(let writer):
            answer = writer.answer
            passesBroken = false
            outputBits = writer.answer.countsWidth
        case .map(let writer):
            answer = nil
            passesBroken = true
            outputBits = writer.wordWidth
        }
    }
}

extension StreamDesign {
    /// What goes through the ports.
    var interface: StreamInterface { StreamInterface(self) }
}
