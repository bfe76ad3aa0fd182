import Devices
import Foundation

/// What is known of a device. Texts come from its driver; nothing in them that would steer a terminal is left as it is.
public struct DeviceDescription: Sendable, Hashable, Codable {
    /// The number by which it is chosen.
    public let index: Int
    /// Its name.
    public let name: String
    /// `cpu`, `gpu`, `accelerator` or `other`.
    public let kind: String
    /// Who made it.
    public let vendor: String
    /// The driver, as a product.
    public let platform: String
    /// The driver's version.
    public let driver: String
    /// The version of OpenCL that it speaks.
    public let version: String
    /// Bytes of its memory.
    public let memory: UInt64
    /// Whether it computes the same bits as the processor, and so can be used.
    public let exact: Bool
    /// What it lacks for that.
    public let lacks: [String]

    init(_ device: DeviceInfo) {
        index = device.index
        name = device.name
        kind = device.kind.rawValue
        vendor = device.vendor
        platform = device.platform
        driver = device.driver
        version = device.version
        memory = device.memory
        exact = device.isExact
        lacks = device.shortcomings
    }

    /// One line: name, kind, memory, and whether it can be used.
    public var summary: String { "\(index): \(name), \(kindText), \(memoryText), \(exactText)" }

    /// A line a property.
    public var properties: [(name: String, value: String)] {
        [
            ("device", "\(index)"), ("name", name), ("kind", kindText), ("vendor", vendor), ("platform", platform),
            ("driver", driver), ("version", version), ("memory", memoryText), ("exact", exactText),
        ]
    }

    private var kindText: String { ["cpu", "gpu"].contains(kind) ? kind.uppercased() : kind }
    private var memoryText: String { String(format: "%.1f GiB", Double(memory) / Double(1 << 30)) }
    private var exactText: String { exact ? "exact" : "not exact: it lacks \(lacks.joined(separator: ", "))" }
}
