import { resolve } from "node:path";
import { parseArgs } from "node:util";

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
  const folder = resolve(out);
  // As the sst command does: paths in the stacks are relative to the workspace's root.
  process.chdir(resolve(import.meta.dirname, ".."));
  // As the sst command does: some of SST's own use of the CDK is deprecated.
  process.env.JSII_DEPRECATED = "quiet";
  const { synthesize } = await import("./synthesize.ts");
  await synthesize({ stage, account, site, out: folder });
  process.stdout.write(`${folder}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
