import Foundation

/// Errors of the operating system in this project's words.
package enum SystemFailure {
    /// Something that could not be written, made or removed, from `errno`.
    package static func error(_ what: String, code: Int32 = errno) -> BrainError {
        let remedy =
            switch code {
            case ENOSPC, EDQUOT: "free some space on that disk"
            case EACCES, EPERM, EROFS: "choose a place that you may write to"
            case ENOENT: "check the path"
            default: "check the path and the disk"
            }
        return BrainError(.io, what: what, why: String(cString: strerror(code)), remedy: remedy)
    }

    /// Something that could not be read, from `errno`: other remedies than where something is written.
    package static func reading(_ path: String, code: Int32 = errno) -> BrainError {
        let remedy =
            switch code {
            case EACCES, EPERM: "ask for permission to read it, or choose another file"
            case EIO: "check the disk, or restore a copy of the file"
            default: "check the path"
            }
        return BrainError(.io, what: "reading \(path)", why: String(cString: strerror(code)), remedy: remedy)
    }

    /// The operating system's reason behind an error of Foundation.
    package static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let underlying, underlying.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(underlying.code)))
        }
        return (error as NSError).localizedDescription
    }
}
