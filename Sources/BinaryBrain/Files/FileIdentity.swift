import Glibc

/// What makes two paths the same file, whatever they are called.
package struct FileIdentity: Equatable {
    private let device: dev_t
    private let inode: ino_t

    /// Of what a path leads to; nil if there is nothing.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, inode) = (status.st_dev, status.st_ino)
    }
}
