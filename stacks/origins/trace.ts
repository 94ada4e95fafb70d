import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const FRAME = /((?:file:\/\/)?\/[^()]+?):(\d+):\d+\)?$/;
/** What runs the stacks, and is the same for everything in them. */
const runners = /^(sst\.config\.ts|stacks\/(synth|synthesize|origins\/.*)\.ts):/;

export function captureTrace(): string[] {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, captureTrace);
  Error.stackTraceLimit = stackTraceLimit;
  return trace.stack?.split("\n").slice(1) ?? [];
}

/** The lines of a stack trace that are in the workspace's own files, such as `stacks/backup.ts:12`, innermost first. */
export function linesOf(trace: string[], root: string): string[] {
  const lines = trace.flatMap((frame) => {
    const [, file, line] = FRAME.exec(frame.trim()) ?? [];
    if (file === undefined) return [];
    const path = relative(root, file.startsWith("file:") ? fileURLToPath(file) : file).replaceAll(sep, "/");
    return path.startsWith("..") || path.includes("node_modules/") ? [] : [`${path}:${line}`];
  });
  return [...new Set(lines)].filter((line) => !runners.test(line));
}

/**
 * Puts first the line that tells one thing from another: one that is reached from several places, such as a function
 * that makes statements for its callers, tells less than the place it was reached from.
 */
export function telling(all: string[][]): (lines: string[]) => string[] {
  const callers = new Map<string, Set<string | undefined>>();
  for (const lines of all)
    for (const [index, line] of lines.entries())
      callers.set(line, (callers.get(line) ?? new Set()).add(lines[index + 1]));
  return (lines) => {
    const first = lines.find((line) => (callers.get(line)?.size ?? 0) < 2);
    return first === undefined ? lines : [first, ...lines.filter((line) => line !== first)];
  };
}
