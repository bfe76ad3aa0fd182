/// Looks at the machine now and then: a disk on a network answers slowly, and nobody reads ten figures a second.
struct MachineGauge {
    private var last: (time: ContinuousClock.Instant, use: MachineUse?)?

    private static let interval = Duration.seconds(2)

    /// What was found last.
    mutating func read(runFolder: String?) -> MachineUse? {
        let now = ContinuousClock.now
        if let last, now - last.time < Self.interval { return last.use }
        let use = MachineUse(runFolder: runFolder)
        last = (now, use)
        return use
    }
}
