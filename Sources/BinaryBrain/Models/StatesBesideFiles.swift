// What some classes have and the original's files have no place for, as parts of a `Model.trainingState`: nothing while it is as a
// file alone makes it, so that digests of older trainings stay what they are.

extension HostOnlySwitchable {
    /// The switch `host_only`.
    var hostOnlyState: [String: [UInt64]] {
        get { hostOnly ? ["host_only": [1]] : [:] }
        set { hostOnly = newValue["host_only"] == [1] }
    }
}

extension Model {
    /// The name, as UTF-8.
    var nameState: [String: [UInt64]] {
        get { name.map { ["name": $0.utf8.map(UInt64.init)] } ?? [:] }
        set {
            let bytes = newValue["name"].map { $0.compactMap(UInt8.init(exactly:)) }
            name = bytes.flatMap { String(validating: $0, as: UTF8.self) }
        }
    }
}
