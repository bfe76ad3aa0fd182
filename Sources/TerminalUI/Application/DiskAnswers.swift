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
        case .readDraft(let path):
            do {
                let bytes = try AtomicFile.read(path, limit: ExperimentSpec.maximumFileSize)
                return interaction.beginDraft(String(decoding: bytes, as: UTF8.self), source: path)
            } catch {
                interaction.say("\(error)", .bad)
            }
        case .saveDraft(let text, let path, let known, let then):
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
        case .checkDraft, .send, .quit, .copy, .writeScreen, .suspend, .redraw, .theme, .open, .watch, .detach,
            .takeOver, .listRuns,
            .openRun,
            .replayRun:
            return [effect]
        }
        return []
    }
}
