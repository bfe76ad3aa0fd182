extension ExperimentEngine {
    /// Has the reference code measured, unless that was done.
    func beginHostOnlyGauge() {
        guard let experiment else { return }
        // A net that cannot be copied has no factor; everything else of it is shown.
        try? hostOnlyGauge.begin(experiment)
    }

    /// Says how much slower the reference code is if some layer runs it.
    func collectHostOnlySpeed() {
        guard let factor = hostOnlyGauge.news(),
            watch.table?.layers.contains(where: { $0.isHostOnly == true }) == true
        else { return }
        note(
            .info,
            "host_only: the whole net in plain reference code takes \(FigureText.factor(factor)) times as long here")
    }
}
