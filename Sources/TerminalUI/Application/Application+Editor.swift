import Foundation
import Glibc
import Workbench

// An experiment's file in another program's hands.
extension Application {
    /// Gives the terminal to the person's editor, with a text, and takes both back. Training goes on meanwhile.
    func edit(_ text: String) {
        guard !isHungUp else { return }
        guard let editor = ExternalEditor(environment: ProcessInfo.processInfo.environment) else {
            return interaction.say("there is no editor on this machine: set EDITOR to one", .warning)
        }
        var outcome = ExternalEditor.Outcome.failed("")
        terminal.suspend {
            signals.leaveToAnother {
                outcome = editor.edit(
                    text, on: (terminal.inputDescriptor, terminal.outputDescriptor),
                    isTold: { signals.isStopWaiting() })
            }
        }
        for effect in interaction.edited(outcome) { perform(effect) }
        draw()
    }

    /// Looks from time to time whether the file that is being changed has been changed elsewhere.
    func lookAtDraft() {
        guard let path = interaction.state.draft?.path, Self.now - lastDraftLook >= Self.draftInterval else { return }
        lastDraftLook = Self.now
        let stamp = FileStamp(path)
        guard stamp != draftStamp else { return }
        draftStamp = stamp
        for effect in DiskAnswers.give(.lookAtDraft(path), to: &interaction) { perform(effect) }
        isDirty = true
    }

    /// Seconds between two looks.
    static let draftInterval: TimeInterval = 1
}

/// What changes when somebody writes a file.
struct FileStamp: Equatable {
    private let device: dev_t
    private let inode: ino_t
    private let size: off_t
    private let seconds: Int
    private let nanoseconds: Int

    /// Nil if there is no such file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, inode, size) = (status.st_dev, status.st_ino, status.st_size)
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
}
