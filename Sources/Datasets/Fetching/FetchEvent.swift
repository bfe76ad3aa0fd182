/// What a fetch reports while it works, for whoever shows it.
public enum FetchEvent: Sendable, Hashable {
    /// Begins to read this address or file.
    case started(source: String)
    /// Bytes of a download that have arrived, those of an earlier attempt included, and how many there will be, if known.
    case progress(file: String, received: Int, total: Int?)
    /// A file has been checked and is in its place.
    case finished(file: String)
    /// Something to know that is no failure of the whole.
    case note(String)
}
