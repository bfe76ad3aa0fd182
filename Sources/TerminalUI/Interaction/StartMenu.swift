/// What can be opened when nothing was named: the experiments, and whether their data are there.
public struct StartMenu: Sendable, Hashable {
    /// One experiment.
    public struct Item: Sendable, Hashable {
        /// What opens it.
        public var name: String
        /// What it is, in one line.
        public var summary: String
        /// The data set that it trains on.
        public var data: String
        /// How to get the data; nil if they are there.
        public var remedy: String?

        /// An experiment.
        public init(name: String, summary: String, data: String, remedy: String?) {
            self.name = name
            self.summary = summary
            self.data = data
            self.remedy = remedy
        }
    }

    /// The experiments, in order.
    public var items: [Item]
    /// The selected one.
    public var selection: Int

    /// A menu with one item selected.
    public init(items: [Item], selection: Int) {
        self.items = items
        self.selection = items.indices.contains(selection) ? selection : 0
    }
}
