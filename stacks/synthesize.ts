import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { App } from "sst/constructs";
import { setProject } from "sst/project.js";
import sstConfig from "../sst.config.ts";
import { writeOrigins } from "./origins/origins.ts";
import { noteStatements } from "./origins/statements.ts";

export interface Synthesis {
  stage: string;
  /** The folder the cloud assembly is written to. */
  out: string;
  /** The account the stacks would be deployed to. */
  account: string;
  /** Whether to make and build the site; without it the Web stack is empty. */
  site: boolean;
}

/** SST would ask AWS for the bucket it keeps source maps in; there are none. */
class OfflineApp extends App {
  override isRunningSSTTest(): boolean {
    return true;
  }
}

/**
 * The app with its stacks, their functions and site not built yet.
 *
 * @param work a folder for SST's own files
 */
export function makeApp({ stage, out, account, site }: Synthesis, work: string): App {
  const { name, region } = sstConfig.config();
  setProject({
    config: { name, region, stage, ssmPrefix: `/sst/${name}/${stage}/` },
    stacks: sstConfig.stacks,
    version: "offline",
    cdkVersion: "offline",
    constructsVersion: "offline",
    metafile: { inputs: {}, outputs: {} },
    paths: { root: process.cwd(), config: "sst.config.ts", out: work, artifacts: join(work, "artifacts") },
  });
  const isActiveStack = (stack: string) => site || !stack.endsWith(`-${name}-Web`);
  const app = new OfflineApp(
    { mode: "deploy", stage, name, region, account, isActiveStack },
    { outdir: resolve(out), analyticsReporting: false },
  );
  sstConfig.stacks(app);
  return app;
}

/** Writes the cloud assembly as `sst deploy` would, without a network and an account, and where its contents come from. */
export async function synthesize(synthesis: Synthesis): Promise<void> {
  const work = `${resolve(synthesis.out)}.work`;
  await rm(work, { recursive: true, force: true });
  const root = process.cwd();
  const { statements, stop } = noteStatements(root);
  try {
    const app = makeApp(synthesis, work);
    await app.finish();
    const { directory: folder } = app.synth();
    await writeOrigins(app, { folder, root, statements });
  } finally {
    stop();
    await rm(work, { recursive: true, force: true });
  }
}
