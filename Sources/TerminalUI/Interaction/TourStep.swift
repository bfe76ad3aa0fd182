import Workbench

/// One step of the tour: what it tells, and the key that it teaches. It lasts until that key has done its work.
struct TourStep: Sendable {
    /// What it is about.
    let title: String
    /// The key, where nobody has moved it.
    let key: Key
    /// What it tells of the training that is shown; the key's name is put in for `{key}`.
    let text: @Sendable (Snapshot) -> String
    /// What the key does beyond its row in the table of keys, or in place of one; nil for nothing.
    let perform: (@Sendable (inout Interaction) -> Void)?

    init(
        _ title: String, _ key: Key, perform: (@Sendable (inout Interaction) -> Void)? = nil,
        text: @escaping @Sendable (Snapshot) -> String
    ) {
        self.title = title
        self.key = key
        self.perform = perform
        self.text = text
    }
}
