import BinaryBrain
import Testing

@testable import Workbench

@Suite struct CommandTextTests {
    static let commands: [Command] = [
        .binary(true, .all), .binary(false, .layer(3)), .hostOnly(true, .named("DifferentiableLut6")),
        .device(false, .all), .device(true, .layer(2)), .binary(true, .named("2")), .binary(true, .named("all")),
        .binary(true, .named("=x")),
        .binary(true, .named("two words")), .modulation(train: 7, test: nil), .modulation(train: nil, test: 15),
        .modulation(train: 1, test: 31), .modulationMethod(.normal), .learningRate(0.001), .learningRate(1.25e-7),
        .batchSize(64), .send(ModelCommand("lut_binarize", true), .layer(0)), .save(nil), .save("a b.bbwb"),
        .load("x y/z.bbwb"),
        .pause, .resume, .stepMiniBatch, .stepEpoch, .recalibrate, .restart, .stop, .measureTest,
        .prune(0.1, .luts), .prune(0.25, .inputs),
    ]

    @Test(arguments: commands)
    func readsWhatItWrites(_ command: Command) throws {
        #expect(try Command(parsing: command.description) == command)
    }

    @Test func readsTheManualsStrings() throws {
        #expect(try Command(parsing: "binary on") == .binary(true, .all))
        #expect(try Command(parsing: "  host_only   0  @2 ") == .hostOnly(false, .layer(2)))
        #expect(try Command(parsing: "modulation 7") == .modulation(train: 7, test: 7))
        #expect(
            try Command(parsing: "momentum 0.9 @middle") == .send(ModelCommand("momentum", "0.9"), .named("middle")))
    }

    @Test(arguments: [
        ("", "write a command"), ("paus", "did you mean 'pause'?"), ("binary maybe", "true, on, 1"),
        ("binary true@2", "'binary true @2'"), ("binary true @", "@all"), ("modulation 0", "modulation 7"),
        ("modulation train", "modulation 7"), ("modulation train 3 train 4", "modulation 7"),
        ("modulation_method pmw", "did you mean 'pwm'?"), ("learning_rate -1", "learning_rate 0.001"),
        ("learning_rate nan", "learning_rate 0.001"), ("batch_size 0", "batch_size 64"), ("load", "load FILE"),
        ("a b c d", "a verb and a value"),
    ])
    func saysWhatIsWrong(_ text: String, remedy: String) throws {
        let error = try #require(throws: BrainError.self) { try Command(parsing: text) }
        #expect(error.kind == .command)
        #expect(error.remedy.contains(remedy))
    }
}
