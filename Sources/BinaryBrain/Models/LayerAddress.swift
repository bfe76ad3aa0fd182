/// What commands address a layer by.
public struct LayerAddress: Sendable, Hashable {
    /// Class name, such as `DifferentiableLut6`.
    public let className: String
    /// Name in files, with the element types.
    public let objectName: String
    /// Instance name; nil if it has none.
    public let name: String?

    /// An address of these names.
    public init(className: String, objectName: String, name: String?) {
        self.className = className
        self.objectName = objectName
        self.name = name
    }

    /// Whether commands to `target` are for this layer: `all`, its instance name, or its class name, with or without its numbers
    /// and element types.
    public func answers(to target: String) -> Bool {
        target == "all" || target == className || target == name || target == objectName
            || target == className.prefix { !$0.isNumber && $0 != "_" }
    }
}

extension Model {
    /// What commands address this model by.
    public var address: LayerAddress { LayerAddress(className: modelName, objectName: objectName, name: name) }
}
