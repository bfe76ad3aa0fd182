/// What a user says of devices.
package enum DeviceChoice: Sendable, Equatable {
    /// None: the processor does all work.
    case host
    /// The first exact device that is no processor, if there is one.
    case auto
    /// The device of this number.
    case index(Int)

    /// `host`, `auto` or a number; nil for anything else.
    package init?(_ text: String) {
        switch text {
        case "host": self = .host
        case "auto": self = .auto
        default:
            guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let index = Int(text) else {
                return nil
            }
            self = .index(index)
        }
    }

    /// The device that is meant; nil for none. A processor that a driver offers as a device is taken only by its number: it is there to
    /// test, and slower than the kernels that it would stand for.
    /// - Throws: `DeviceError` if there is no such device, or it is not exact.
    package func device(in list: DeviceList) throws -> DeviceInfo? {
        switch self {
        case .host: return nil
        case .auto: return list.devices.first { $0.isExact && $0.kind != .cpu }
        case .index(let index):
            guard list.devices.indices.contains(index) else {
                throw DeviceError(what: "device \(index)", why: "there is no such device", isMissing: true)
            }
            let device = list.devices[index]
            guard device.isExact else {
                throw DeviceError(
                    what: "device \(index)",
                    why: "it would not compute the same bits as the processor: it lacks "
                        + device.shortcomings.joined(separator: ", "))
            }
            return device
        }
    }
}
