import Workbench

// What keys ask of the world outside.
extension Application {
    /// Carries out what a key asks of the world outside.
    func perform(_ effect: Effect) {
        switch effect {
        case .send(let command): session.send(command)
        case .quit(let saving):
            // Ending now would end the training that is to go on.
            guard !sessions.isDetaching else {
                return interaction.say("the training is being handed over: quit once it is", .warning)
            }
            requests.make()
            stop(.quit, saving: saving)
        case .suspend: suspend()
        case .edit(let text): edit(text)
        case .redraw: terminal.invalidate()
        case .copy(let text): copy(text)
        case .writeScreen(let folder, let name):
            let text = CanvasSVG(canvas: picture, theme: terminal.theme).text
            perform(.write(text, to: folder == "." ? name : "\(folder)/\(name)"))
        case .theme(let name): terminal.choose(name)
        case .open(let name, let saving): show(saving: saving) { try open(TypedPath.expanded(name)) }
        case .watch(let path, let saving): show(saving: saving) { try WatchedRun(RunDirectory(path: path)) }
        case .detach: sessions.detach()
        case .takeOver(let process, let run):
            do { try sessions.takeOver(process: process, run: run) } catch { interaction.say("\(error)", .bad) }
        case .listRuns(let folder):
            if interaction.state.screen == .start { interaction.refresh(makeMenu()) }
            browser.list(RunStore(path: folder))
        case .openRun(let path): browser.open(path)
        case .replayRun(let path): browser.replay(path)
        case .checkDraft(let draft): browser.check(draft)
        case .startQueue(let jobs, let runs):
            do {
                try QueueWorker.start(jobs, on: TrainingQueue(of: RunStore(path: runs)))
                interaction.say("started; it goes on when this program ends")
            } catch { interaction.say("\(error)", .bad) }
        case .lookAtQueue: queue.lookAgain()
        case .readDraft, .saveDraft, .lookAtDraft, .listCheckpoints, .listAllCheckpoints, .write, .note,
            .findNewestCheckpoint,
            .writePictures, .changeQueue:
            for effect in DiskAnswers.give(effect, to: &interaction) { perform(effect) }
        }
    }
}
