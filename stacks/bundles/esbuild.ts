import { createRequire } from "node:module";
import { join } from "node:path";

/** As much of esbuild's options as is looked at here: they are kept and given back as they are. */
export interface BuildOptions {
  entryPoints?: unknown;
  outfile?: string;
  [option: string]: unknown;
}

export interface BuildResult {
  metafile?: { inputs: Record<string, unknown> };
  outputFiles?: { path: string; contents: Uint8Array }[];
}

export interface Esbuild {
  build(options: BuildOptions): Promise<BuildResult>;
  context(options: BuildOptions): Promise<{ rebuild(): Promise<BuildResult> }>;
}

/** The esbuild that SST bundles with, of whatever version. */
export const esbuildOfSst = (root: string): Esbuild =>
  createRequire(join(root, "node_modules/sst/package.json"))("esbuild");
