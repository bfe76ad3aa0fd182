/// Parts of paths, as POSIX's `dirname` and `basename` take them apart: slashes at the end do not count. (Foundation's
/// `deletingLastPathComponent` traps on a relative name of one character.)
package enum FilePath {
    private static let slash = UInt8(ascii: "/")

    /// The folder that a path lies in: that of `a/b/` is `a`, that of `/a` is `/`, and that of `a` is `.`.
    package static func folder(of path: String) -> String {
        let parts = split(path)
        guard let folder = parts.folder else { return parts.name == "/" ? "/" : "." }
        return folder
    }

    /// The last part: that of `a/b/` is `b`, that of `/` is `/`.
    package static func name(of path: String) -> String { split(path).name }

    /// A path's last part, and what stands before it; nil if nothing does.
    private static func split(_ path: String) -> (folder: String?, name: String) {
        // By bytes, as the kernel does: a slash with an accent behind it is a slash.
        var bytes = Array(path.utf8)
        func dropSlashes() { while bytes.count > 1, bytes.last == slash { bytes.removeLast() } }
        dropSlashes()
        guard bytes != [slash], let end = bytes.lastIndex(of: slash) else {
            return (nil, String(decoding: bytes, as: UTF8.self))
        }
        let name = String(decoding: bytes[(end + 1)...], as: UTF8.self)
        bytes.removeSubrange((end + 1)...)
        dropSlashes()
        return (String(decoding: bytes, as: UTF8.self), name)
    }
}
