import ArgumentParser
import BinaryBrain
import Workbench

/// What a sweep varies, for all commands that plan one.
struct SweepOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A field and its values; fields joined by commas take the same value. May be repeated: every combination is trained.",
            valueName: "field=a,b"))
    var over: [String] = []

    @Option(
        help:
            "Number of combinations to draw at random instead of training all; for ranges, such as \"log 1e-4..1e-1\" or 16..256. The experiment's seed decides."
    )
    var samples: Int?

    @Option(
        help: ArgumentHelp(
            "Stop hopeless tasks: after N, 2N, 4N, … epochs a task continues only if it is among the better half of those that have got that far.",
            valueName: "n"))
    var halving: Int?

    @Option(
        help: ArgumentHelp(
            "Frames per image, in training and in the test; bbwb sweep takes 1,3,7,15,31 unless --over is given.",
            valueName: "n,n,…"))
    var oversampling: String?

    @Option(help: "Number of trainings of each combination, with consecutive seeds.")
    var seeds = 1

    @Option(help: "Name of the sweep's folder in runs/sweeps; the experiment's name unless given.")
    var name: String?

    func validate() throws {
        guard seeds >= 1 else { throw ValidationError("--seeds takes a number from 1") }
        if let words = oversampling?.split(separator: ",", omittingEmptySubsequences: false),
            words.contains(where: { Int($0.drop { $0 == " " }) == nil })
        {
            throw ValidationError("--oversampling takes sizes such as 1,3,7,15,31")
        }
        if let samples, samples < 1 { throw ValidationError("--samples takes a number from 1") }
        if let halving, halving < 1 { throw ValidationError("--halving takes a number of epochs from 1") }
        if let name, !SweepRequest.isName(name) {
            throw ValidationError("--name takes up to 100 letters, digits, '.', '_' and '-'")
        }
    }

    /// Whether none is given that changes what is trained.
    var isEmpty: Bool { over.isEmpty && samples == nil && oversampling == nil && seeds == 1 && name == nil }

    /// What they ask for.
    /// - Parameter usesLadder: whether oversamplings are gone through where nothing else is named.
    func request(usesLadder: Bool) throws -> SweepRequest {
        var request = SweepRequest()
        let ladder = Command.modulationLadder.map(String.init).joined(separator: ",")
        let sizes = oversampling ?? (usesLadder && over.isEmpty ? ladder : nil)
        request.axes =
            try (sizes.map { [try SweepRequest.oversampling($0)] } ?? []) + over.map { try SweepAxis(parsing: $0) }
        (request.samples, request.seeds, request.halving, request.name) = (samples, seeds, halving, name)
        return request
    }
}
