/// Which trainings of a row are averaged: those that came to their end. A training that was halted has fewer epochs behind it, and a
/// mean over both would be of neither. Where all were halted, those that got furthest stand for the row.
struct SweepSelection<Training> {
    /// The trainings that count.
    let counted: [Training]
    /// How many were halted, counted or not.
    let haltedCount: Int
    /// Whether those that count came to their end.
    let isComplete: Bool

    init(_ trainings: [Training], record: (Training) -> TaskRecord) {
        let complete = trainings.filter { record($0).isHalted != true }
        haltedCount = trainings.count - complete.count
        isComplete = !complete.isEmpty
        let furthest = trainings.map { record($0).last.epoch }.max()
        counted = isComplete ? complete : trainings.filter { record($0).last.epoch == furthest }
    }
}
