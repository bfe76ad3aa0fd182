import Foundation
import TestSupport
import Testing

@testable import BinaryBrain
@testable import Devices
@testable import Workbench

/// Runs on a device and their replays on the processor, and the other way round. Each is in a process of its own, whose device it chooses.
@Suite struct DeviceRunTests {
    /// A device to test with: PoCL, if nothing else. Its own threads and code are not the sanitizers' business.
    static let device: Int? = Sanitizer.isActive ? nil : BrainSystem.devices.first(where: \.exact)?.index

    private static func replay(_ run: RunDirectory) throws -> Replay.Outcome {
        try Replay(run, loadDataset: { _ in try TinyExperiment.dataset() }).run()
    }

    private static func directory(_ snapshot: Snapshot) throws -> RunDirectory {
        RunDirectory(path: try #require(snapshot.runDirectory))
    }

    @Test(.enabled(if: device != nil)) func aRunOnADeviceIsReplayedByTheProcessor() async {
        await #expect(processExitsWith: .success) {
            try BrainSystem.setDevice(Self.device!)
            let folder = try TemporaryFolder()
            let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path, isWatched: true, first: .pause)
            var snapshot = tiny.send(.stepMiniBatch)
            #expect(snapshot.layers.map(\.ranOnDevice) == [true, true, true])
            #expect(snapshot.device?.index == Self.device && (snapshot.device?.bytesPerStep ?? 0) > 20_000)
            // From the next mini-batch on.
            let all = snapshot.device?.bytesPerStep ?? 0
            snapshot = tiny.send(.device(false, .layer(0)), .hostOnly(true, .layer(1)), .stepMiniBatch)
            #expect(snapshot.layers.map(\.ranOnDevice) == [false, false, true])
            #expect(snapshot.layers.map(\.usesDevice) == [false, true, true])
            #expect((snapshot.device?.bytesPerStep ?? all) < all)
            tiny.send(.device(true, .all), .hostOnly(false, .all), .binary(false, .layer(0)), .binary(false, .layer(1)))
            snapshot = tiny.send(.stepMiniBatch)
            // A layer that works on real numbers is the processor's; one that makes bits of them is not.
            #expect(snapshot.layers.map(\.ranOnDevice) == [true, false, true])
            tiny.send(.binary(true, .all), .resume)
            let end = tiny.send(.stop)
            #expect(end.epoch == 4 && BrainSystem.lostDevice == nil)
            BrainSystem.leaveDevice()
            let outcome = try Self.replay(Self.directory(end))
            #expect(outcome.isIdentical, "\(String(describing: outcome.firstDifference))")
            // Where layers run is no part of the training.
            #expect(outcome.commands == 5)
            // A replay on a device, of a run of which some was on one.
            try BrainSystem.setDevice(Self.device!)
            #expect(try Self.replay(Self.directory(end)).isIdentical)
            #expect(BrainSystem.deviceTraffic!.toDevice > 100_000)
        }
    }

    @Test(.enabled(if: device != nil)) func aLostDeviceIsToldOfAndLosesNothing() async {
        await #expect(processExitsWith: .success) {
            try BrainSystem.setDevice(Self.device!)
            let folder = try TemporaryFolder()
            let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path, isWatched: true, first: .pause)
            tiny.send(.stepMiniBatch)
            DeviceSelection.shared.device!.fail(afterCalls: 50)
            let after = tiny.send(.stepMiniBatch, .stepMiniBatch)
            #expect(after.step == 3 && after.device == nil && after.layers.allSatisfy { $0.usesDevice == nil })
            let messages = after.events.filter { $0.level == .warning }.map(\.text)
            #expect(messages.count == 1 && messages[0].hasPrefix("device \(Self.device!) ("), "\(messages)")
            #expect(messages.first?.contains("is lost: cl") == true)
            tiny.send(.resume)
            #expect(try Self.replay(Self.directory(tiny.send(.stop))).isIdentical)
        }
    }

    /// A checkpoint knows that such a command was given, although it changes nothing else.
    @Test func aCommandInTheFileIsReplayed() throws {
        let folder = try TemporaryFolder()
        let spec = try ExperimentSpec(
            yaml: TinyExperiment.yaml, source: "tiny.yaml",
            overrides: [SpecificationOverride(command: "device false @0")])
        let tiny = TinySession(spec, runsFolder: folder.path)
        tiny.session.waitUntilIdle()
        let outcome = try Self.replay(Self.directory(tiny.send(.stop)))
        #expect(outcome.isIdentical && outcome.commands == 0)
    }

    @Test func withoutADeviceNothingIsSaidOfOne() throws {
        let tiny = TinySession(try TinyExperiment.spec(), isWatched: true, first: .pause)
        let snapshot = tiny.send(.device(false, .all), .stepMiniBatch)
        #expect(snapshot.device == nil && snapshot.layers.allSatisfy { $0.usesDevice == nil && !$0.ranOnDevice })
        #expect(snapshot.events.contains { $0.text == "device false @all" })
        let refused = tiny.send(.device(true, .named("nobody")))
        #expect(refused.events.last?.level == .error)
    }
}
