import BinaryBrain
import Foundation
import Workbench

/// Reads and writes what keys ask of the disk, and gives the answer back: the interaction itself touches no file.
enum DiskAnswers {
    /// Carries out an effect that is about files; any other is left to whoever has the session and the terminal.
    /// - Returns: what the answer, or the effect that was left alone, asks for next.
    static func give(_ effect: Effect, to interaction: inout Interaction) -> [Effect] {
        switch effect {
        case .listCheckpoints(let directory):
            interaction.choose(among: CheckpointFiles.list(near: directory), near: directory)
        case .listAllCheckpoints(let folder):
            interaction.choose(among: CheckpointFiles.list(in: RunStore(path: folder)), near: folder)
        case .findNewestCheckpoint(let path, let name):
            return interaction.load(newest: RunDirectory(path: path).newestCheckpoint(), of: name)
        case .writePictures(let directory):
            do {
                let pictures = PictureFiles(snapshot: interaction.snapshot, view: interaction.state.plots)
                interaction.say(written: try pictures.write(to: directory), to: directory)
            } catch {
                interaction.say("pictures: \(error)", .bad)
            }
        case .write(let text, let path):
            do {
                try AtomicFile.write(Array(text.utf8), to: path)
                interaction.say("wrote \(path)")
            } catch {
                interaction.say("\(error)", .bad)
            }
        case .note(let text, let run):
            do {
                try RunDirectory(path: run).write(note: text)
                return interaction.noted()
            } catch {
                interaction.say("\(error)", .bad)
            }
        case .readDraft(let file, let run):
            do {
                // A person's own file is changed itself; of any other a copy is.
                let own = file.flatMap { ExperimentLibrary.isOwnFile($0) ? $0 : nil }
                guard let path = own ?? run else {
                    interaction.say("this run keeps no directory, and so no file of its experiment", .warning)
                    return []
                }
                let bytes = try AtomicFile.read(path, limit: ExperimentSpec.maximumFileSize)
                return interaction.beginDraft(String(decoding: bytes, as: UTF8.self), source: path, isOwn: own != nil)
            } catch {
                interaction.say("\(error)", .bad)
            }
        case .saveDraft(let text, let typed, let known, let then):
            let path = TypedPath.expanded(typed)
            do {
                if FileManager.default.fileExists(atPath: path) {
                    guard let known else {
                        interaction.say("\(path) is there already: choose another name", .warning)
                        return []
                    }
                    guard try AtomicFile.read(path, limit: ExperimentSpec.maximumFileSize) == Array(known.utf8) else {
                        interaction.draftFileIsAnothers(path)
                        return []
                    }
                }
                try AtomicFile.write(Array(text.utf8), to: path)
                return interaction.draftSaved(text, at: path, then: then)
            } catch {
                interaction.say("\(error)", .bad)
            }
        case .changeQueue(let change, let runs):
            do {
                interaction.say(try change.perform(on: TrainingQueue(of: RunStore(path: runs))))
                return [.lookAtQueue]
            } catch {
                interaction.say("\(error)", .bad)
            }
        case .lookAtDraft(let path):
            // A file that has gone, or is being replaced, says nothing.
            guard let bytes = try? AtomicFile.read(path, limit: ExperimentSpec.maximumFileSize) else { break }
            return interaction.draftFileHolds(String(decoding: bytes, as: UTF8.self), path)
        case .startQueue, .lookAtQueue, .checkDraft, .edit, .send, .quit, .copy, .writeScreen, .suspend, .redraw,
            .theme,
            .open, .watch, .detach,
            .takeOver, .listRuns,
            .openRun,
            .replayRun:
            return [effect]
        }
        return []
    }
}
