import Devices
import Foundation

/// Which device the layers of the running task use.
enum DeviceScope {
    /// The device; nil for the processor.
    @TaskLocal static var current: Device?

    /// Runs `body` with layers on the device that was chosen, if any.
    ///
    /// If the device is lost meanwhile, whatever `body` has done is undone and it runs once more, on the processor: the same numbers come
    /// out. From then on no device is chosen, and `BrainSystem.lostDevice` says why.
    /// - Parameter undo: what puts the state of before back; made before `body` begins, and only if there is a device.
    static func run<Result>(undoing undo: () -> () -> Void, _ body: () throws -> Result) throws -> Result {
        guard let device = DeviceSelection.shared.device else { return try body() }
        let putBack = undo()
        do {
            let result = try $current.withValue(device, operation: body)
            if device.loss == nil { return result }
        } catch let error where device.loss == nil || error is WorkStopped {
            // Nothing is wrong with the device, or nobody wants the result any more.
            throw error
        } catch {
            // What went wrong may come of numbers that did not arrive.
        }
        DeviceSelection.shared.lose(device)
        putBack()
        return try body()
    }

    /// Runs `body` on the processor.
    static func withoutDevice<Result>(_ body: () throws -> Result) rethrows -> Result {
        try $current.withValue(nil, operation: body)
    }
}

/// The device that was chosen for this process.
final class DeviceSelection: @unchecked Sendable {
    static let shared = DeviceSelection()
    private let lock = NSLock()
    private var chosen: Device?
    private var lost: (device: DeviceInfo, cause: DeviceError)?

    /// The device, as long as it works.
    var device: Device? { lock.withLock { chosen } }

    /// The last device that was lost, and why.
    var loss: (device: DeviceInfo, cause: DeviceError)? { lock.withLock { lost } }

    /// Takes this one from now on; nil for the processor.
    func choose(_ device: Device?) { lock.withLock { (chosen, lost) = (device, nil) } }

    /// Gives a lost device up.
    func lose(_ device: Device) {
        lock.withLock {
            guard chosen === device else { return }
            chosen = nil
            lost = device.loss.map { (device.info, $0) }
        }
    }
}
