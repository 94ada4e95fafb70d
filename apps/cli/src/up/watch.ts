import { join, relative, sep } from "node:path";
import { watch } from "chokidar";
import { isSkipped, sources } from "./sources.ts";

/**
 * Calls back for every file of the sources that comes, goes or may have changed. Node's own recursive watch loses a file
 * that an editor has saved by putting another in its place.
 */
export function watchSources(root: string, onChange: () => void, onError: (error: Error) => void) {
  const watcher = watch(
    sources.map((source) => join(root, source)),
    {
      ignoreInitial: true,
      ignored: (path) => relative(root, path).split(sep).some(isSkipped),
    },
  );
  watcher.on("all", onChange);
  // What changed before everything was watched.
  watcher.on("ready", onChange);
  watcher.on("error", (error) => onError(error as Error));
  return () => watcher.close();
}
