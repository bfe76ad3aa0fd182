// Keys of the screens of the queue and of sweeps.
extension BindingTable {
    static let queue = [
        KeyBinding(.up, .character("k"), in: [.queue], section: .queue, "select the entry above") {
            $0.selectQueueEntry(by: -1)
        },
        KeyBinding(
            .down, .character("j"), in: [.queue], section: .queue, "select the entry below", hint: "entry",
            hintCounterpart: .up
        ) { $0.selectQueueEntry(by: 1) },
        KeyBinding(.pageUp, in: [.queue], section: .queue, "ten entries up") { $0.selectQueueEntry(by: -10) },
        KeyBinding(.pageDown, in: [.queue], section: .queue, "ten entries down") { $0.selectQueueEntry(by: 10) },
        KeyBinding(.home, in: [.queue], section: .queue, "the first entry") { $0.selectQueueEntry(by: -100_000) },
        KeyBinding(.end, in: [.queue], section: .queue, "the last entry") { $0.selectQueueEntry(by: 100_000) },
        KeyBinding(
            .character("S"), in: [.queue], section: .queue, "train what waits (asks how many at a time)", hint: "start",
            isLastHintToGo: true
        ) { $0.askToStartQueue() },
        KeyBinding(
            .character("x"), in: [.queue], section: .queue, "have all who work on the queue save and end", hint: "stop"
        ) { $0.stopQueue() },
        KeyBinding(
            .enter, in: [.queue], section: .queue, "look at what is trained, open what is finished, show a sweep",
            hint: "open", isLastHintToGo: true
        ) { $0.openQueueEntry() },
        KeyBinding(
            .character("P"), in: [.queue], section: .queue, "pause the entry (it is saved and left), or resume it",
            hint: "pause"
        ) { $0.pauseQueueEntry() },
        KeyBinding(.character("K"), in: [.queue], section: .queue, "train the entry earlier") {
            $0.moveQueueEntry(.up)
        },
        KeyBinding(
            .character("J"), in: [.queue], section: .queue, "train the entry later", hint: "move",
            hintCounterpart: .character("K")
        ) { $0.moveQueueEntry(.down) },
        KeyBinding(
            .character("r"), in: [.queue], section: .queue, "try once more what has failed", hint: "retry"
        ) { $0.retryQueueEntry() },
        KeyBinding(
            .character("D"), in: [.queue], section: .queue, "remove the entry (its runs stay)", hint: "remove"
        ) { $0.removeQueueEntry() },
    ]

    static let sweeps = [
        KeyBinding(.up, .character("k"), in: [.sweeps], section: .sweeps, "select the combination above") {
            $0.selectCombination(by: -1)
        },
        KeyBinding(
            .down, .character("j"), in: [.sweeps], section: .sweeps, "select the combination below", hint: "point",
            hintCounterpart: .up
        ) { $0.selectCombination(by: 1) },
        KeyBinding(.pageUp, in: [.sweeps], section: .sweeps, "ten combinations up") { $0.selectCombination(by: -10) },
        KeyBinding(.pageDown, in: [.sweeps], section: .sweeps, "ten combinations down") {
            $0.selectCombination(by: 10)
        },
        KeyBinding(.home, in: [.sweeps], section: .sweeps, "the cheapest combination") {
            $0.selectCombination(by: -1_000_000)
        },
        KeyBinding(.end, in: [.sweeps], section: .sweeps, "the last combination") {
            $0.selectCombination(by: 1_000_000)
        },
        KeyBinding(
            .character("P"), in: [.sweeps], section: .sweeps, "over LUTs all-in, cycles an image, or images/s",
            hint: "price"
        ) { $0.nextPrice() },
        KeyBinding(
            .enter, in: [.sweeps], section: .sweeps, "open the best run of the combination", hint: "open",
            isLastHintToGo: true
        ) { $0.openCombination() },
        KeyBinding(.left, in: [.sweeps], section: .sweeps, "previous sweep") { $0.nextSweep(-1) },
        KeyBinding(
            .right, in: [.sweeps], section: .sweeps, "next sweep", hint: "sweep", hintCounterpart: .left
        ) { $0.nextSweep(1) },
        KeyBinding(.character("Q"), in: [.sweeps], section: .sweeps, "put the sweep into the queue", hint: "queue") {
            $0.queueSweep()
        },
    ]
}
