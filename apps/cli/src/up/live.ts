import { generateDataModel } from "./generate.ts";
import { startLiveLoop } from "./liveLoop.ts";
import { createRebuilder } from "./rebuilder.ts";
import { present, type Start } from "./running.ts";
import { refreshSite } from "./serveSite.ts";
import { watchSources } from "./watch.ts";

/** From now on what changes in the sources is applied. */
export function startLive(start: Start): void {
  const { options, machine, folder, log, running, onStop } = start;
  const { cloud } = present(running);
  const tell = (text: string) => {
    log.write("live", text);
    if (!options.json) machine.warn(text);
  };
  const loop = startLiveLoop({
    root: machine.root,
    synth: folder.synth,
    running: running.synthesized!,
    update: (assembly) => cloud.update(assembly),
    rebuilder: createRebuilder(machine.root),
    generate: (signal) => generateDataModel(machine.root, signal),
    updated: () => refreshSite(start),
    watch: (onChange) =>
      watchSources(machine.root, onChange, (error) => tell(`The sources can't be watched: ${error.message}`)),
    log: (line) => log.write("synth", line),
    tell,
    now: () => machine.clock.now().getTime(),
  });
  onStop(loop.stop);
}
