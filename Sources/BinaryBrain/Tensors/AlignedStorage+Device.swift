import Devices
import Foundation
import Synchronization

/// Which copies of a storage's bytes are good: the host's, a device's, or both.
enum StoragePlace {
    static let host: UInt8 = 0
    static let both: UInt8 = 1
    static let device: UInt8 = 2
}

/// Memory moves when it is needed and not before: to a device when a kernel there reads it, back when somebody asks for the host's pointer.
///
/// Whoever has the host's pointer may write through it, so asking for it makes the device's copy worthless.
extension AlignedStorage {
    /// One storage moves at a time.
    private static let moving = NSLock()

    /// The bytes on a device, to be read there.
    /// - Throws: `DeviceError` if they cannot get there.
    func bytes(on device: Device) throws -> DeviceBuffer {
        try Self.moving.withLock {
            if place.load(ordering: .relaxed) == StoragePlace.device, deviceCopy?.device !== device { fetch() }
            let buffer = try room(on: device)
            if place.load(ordering: .relaxed) == StoragePlace.host {
                try device.write(memory, byteCount: byteCount, to: buffer)
                place.store(StoragePlace.both, ordering: .releasing)
            }
            return buffer
        }
    }

    /// Memory on a device that will be written there, all that is ever read of it; the host's bytes count no more.
    /// - Throws: `DeviceError` if there is no memory.
    func bytesToWrite(on device: Device) throws -> DeviceBuffer {
        try Self.moving.withLock {
            let buffer = try room(on: device)
            place.store(StoragePlace.device, ordering: .releasing)
            return buffer
        }
    }

    /// Forgets what a device has of it: it will be written here.
    func forgetDevice() { place.store(StoragePlace.host, ordering: .releasing) }

    /// Lets the host's bytes count alone, after they have come back if the device's are newer.
    ///
    /// A device that fails here is lost, which `DeviceScope` finds out; the bytes are those of before then.
    @usableFromInline func bringHome() {
        Self.moving.withLock {
            if place.load(ordering: .relaxed) == StoragePlace.device { fetch() }
            place.store(StoragePlace.host, ordering: .releasing)
        }
    }

    private func fetch() {
        guard let deviceCopy else { return }
        try? deviceCopy.device.read(deviceCopy, byteCount: byteCount, into: memory)
        place.store(StoragePlace.both, ordering: .releasing)
    }

    private func room(on device: Device) throws -> DeviceBuffer {
        if let deviceCopy, deviceCopy.device === device { return deviceCopy }
        let made = try device.buffer(byteCount: byteCount)
        deviceCopy = made
        place.store(StoragePlace.host, ordering: .releasing)
        return made
    }
}
