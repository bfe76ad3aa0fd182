import BinaryBrain

/// Everything that an object stores, property by property, found by reflection: what a comparison of two nets cannot forget.
///
/// Left out is what a layer makes anew when it needs it: pools of memory, records of forwards, closures, addresses, and the
/// properties that `derived` names.
struct StoredProperties {
    /// Property path to contents, such as `layers.1.momentum` to `0x3f000000`.
    private(set) var values: [String: String] = [:]
    private let derived: Set<String>
    private var seen: Set<ObjectIdentifier> = []

    /// - Parameter derived: names of properties that follow from others.
    init(of object: Any, without derived: Set<String> = []) {
        self.derived = derived
        describe(object, "")
    }

    /// Paths at which two objects differ, with both contents.
    func differences(from other: StoredProperties) -> [String] {
        Set(values.keys).union(other.values.keys).sorted().compactMap { path in
            let (own, others) = (values[path] ?? "nothing", other.values[path] ?? "nothing")
            return own == others ? nil : "\(path): \(own.prefix(60)) and \(others.prefix(60))"
        }
    }

    private mutating func describe(_ value: Any, _ path: String) {
        let type = String(describing: Swift.type(of: value))
        if ["FrameBufferPool", "ForwardStack<", "(Function)", "Unsafe"].contains(where: type.contains) { return }
        if type.contains(" -> ") { return }
        switch value {
        case let tensor as Tensor:
            // A digest of the bytes: quick, and the same for the same bytes within a process.
            let count = tensor.count * tensor.dtype.bitWidth / 8
            var hasher = Hasher()
            hasher.combine(bytes: UnsafeRawBufferPointer(start: tensor.storage.base, count: count))
            values[path] = "\(tensor.dtype) \(tensor.shape) \(hasher.finalize())"
            return
        case let number as Float: values[path] = String(number.bitPattern, radix: 16)
        case let number as Double: values[path] = String(number.bitPattern, radix: 16)
        case let numbers as [UInt64]: values[path] = "\(numbers)"
        case let numbers as [UInt32]: values[path] = "\(numbers)"
        case let numbers as [Int32]: values[path] = "\(numbers)"
        default: describeParts(of: value, path)
        }
    }

    private mutating func describeParts(of value: Any, _ path: String) {
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .class {
            guard seen.insert(ObjectIdentifier(value as AnyObject)).inserted else { return }
        }
        if let chain = value as? DifferentiableLutDiscrete {
            // A part that it was made without stays out for good.
            values[path + ".memorySaving"] = "\(chain.memorySaving)"
            values[path + ".name"] = "\(chain.name ?? "none")"
            for (index, part) in chain.parts.enumerated()
            where index == 0 || (index == 1 ? chain.usesBatchNorm : chain.usesActivation) {
                describe(part, "\(path).parts.\(index)")
            }
            return
        }
        // Neither has an order of its own.
        if mirror.displayStyle == .set || mirror.displayStyle == .dictionary {
            values[path] = mirror.children.map { "\($0.value)" }.sorted().joined(separator: ", ")
            return
        }
        let isLeaf = mirror.children.isEmpty && mirror.superclassMirror == nil
        if isLeaf || mirror.displayStyle == .enum { values[path] = "\(value)" }
        var level: Mirror? = mirror
        while let present = level {
            for (index, child) in present.children.enumerated() {
                let name = child.label ?? String(index)
                if derived.contains(name) { continue }
                describe(child.value, path.isEmpty ? name : "\(path).\(name)")
            }
            level = present.superclassMirror
        }
    }
}
