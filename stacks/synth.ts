import { enableCompileCache } from "node:module";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { recordBundles } from "./bundles/record.ts";
import { skipEmptyInstalls } from "./emptyInstalls.ts";

const usage = "node stacks/synth.ts --stage STAGE --out FOLDER [--account ID] [--site]";

try {
  const { values } = parseArgs({
    options: {
      stage: { type: "string" },
      out: { type: "string" },
      account: { type: "string", default: "123456789012" },
      site: { type: "boolean", default: false },
    },
  });
  const { stage, out, account, site } = values;
  if (!stage || !out) throw new Error(`Say which stage to synthesize and where to:\n${usage}`);
  if (!/^[a-z][a-z0-9-]*$/i.test(stage)) {
    throw new Error(`"${stage}" can't be a stage: a letter first, then letters, digits and dashes.`);
  }
  const folder = resolve(out);
  // As the sst command does: paths in the stacks are relative to the workspace's root,
  // and some of SST's own use of the CDK is deprecated.
  process.chdir(resolve(import.meta.dirname, ".."));
  process.env.JSII_DEPRECATED = "quiet";
  // Has the CDK keep which lines made a resource.
  process.env.CDK_DEBUG ??= "1";
  process.env.SST_BUILD_CONCURRENCY ??= String(availableParallelism());
  // Most of the time goes into loading SST and the CDK.
  enableCompileCache();
  skipEmptyInstalls();
  const bundles = recordBundles(process.cwd());
  const { synthesize } = await import("./synthesize.ts");
  await synthesize({ stage, account, site, out: folder });
  await bundles.write(folder);
  process.stdout.write(`${folder}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
