import Foundation

/// What writing to a path means.
enum OutputPlace {
    /// A file that is to appear, or to be replaced, as a whole. Links have been followed: it is the file that is replaced.
    case file(path: String, existing: stat?)
    /// An open descriptor of this program, such as `/dev/stdout`: bytes go through it, in order.
    case descriptor(Int32)
    /// A pipe or a device: bytes go through it, and it stays what it is.
    case stream(path: String)

    /// Links that are followed before they count as a circle, as in Linux.
    private static let maximumLinks = 40

    init(_ path: String) throws {
        var place = path
        for _ in 0..<Self.maximumLinks {
            if let descriptor = Self.ownDescriptor(place) {
                self = .descriptor(descriptor)
                return
            }
            var status = stat()
            guard lstat(place, &status) == 0 else {
                guard errno == ENOENT else { throw SystemFailure.error("writing \(path)") }
                self = .file(path: place, existing: nil)
                return
            }
            switch status.st_mode & S_IFMT {
            case S_IFLNK: place = try Self.destination(of: place, for: path)
            case S_IFREG:
                // A file that one may not write to is not replaced either, though the folder would allow it.
                guard access(place, W_OK) == 0 else { throw SystemFailure.error("writing \(path)") }
                self = .file(path: place, existing: status)
                return
            case S_IFDIR, S_IFSOCK:
                throw BrainError(
                    .io, what: "writing \(path)", why: "it is \(FileKind.name(status.st_mode))",
                    remedy: "name a file")
            default:
                self = .stream(path: place)
                return
            }
        }
        throw SystemFailure.error("writing \(path)", code: ELOOP)
    }

    private static func destination(of link: String, for path: String) throws -> String {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = bytes.withUnsafeMutableBytes {
            readlink(link, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
        }
        guard count > 0 else { throw SystemFailure.error("writing \(path)") }
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        return text.hasPrefix("/") ? text : FilePath.folder(of: link) + "/" + text
    }

    /// The number of a descriptor of this program that a path is a name of.
    private static func ownDescriptor(_ path: String) -> Int32? {
        switch path {
        case "/dev/stdout": return STDOUT_FILENO
        case "/dev/stderr": return STDERR_FILENO
        default: break
        }
        for folder in ["/dev/fd/", "/proc/self/fd/", "/proc/\(getpid())/fd/"] where path.hasPrefix(folder) {
            return Int32(path.dropFirst(folder.count))
        }
        return nil
    }
}
