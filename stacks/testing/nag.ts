import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { days, definePolicy, governanceLock, restoreTesting, toRegion } from "@holdfast/backup-policy";
import { applyPolicy } from "@holdfast/backup-policy/cdk";
import { App, Aspects, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AwsSolutionsChecks, type INagLogger } from "cdk-nag";
import { policy } from "../policy.ts";

/** A rule of cdk-nag's that a resource doesn't keep. */
export interface Finding {
  /** With what it is about, where a rule finds several: `AwsSolutions-IAM5[Resource::*]`. */
  rule: string;
  /** The resource's path in the app, without the stage: `holdfast-Backup/BackupRole/Resource`. */
  path: string;
  sentence: string;
}

const account = "123456789012";

/** What cdk-nag's AwsSolutions pack finds in an app, once it is synthesized. */
function nag(app: App): Finding[] {
  const found: Finding[] = [];
  const note: INagLogger["onNonCompliance"] = ({ ruleId, findingId, resource, ruleInfo }) => {
    const rule = findingId ? `${ruleId}[${findingId}]` : ruleId;
    found.push({ rule, path: resource.node.path.replace(/^prod-/, ""), sentence: ruleInfo });
  };
  const ignore = () => {};
  const logger: INagLogger = {
    onCompliance: ignore,
    onNotApplicable: ignore,
    onNonCompliance: note,
    // Nothing is suppressed in the stacks: what is accepted, and why, is a list of its own.
    onSuppressed: note,
    onError: (problem) => note({ ...problem, findingId: "", ruleInfo: problem.errorMessage }),
    onSuppressedError: (problem) => note({ ...problem, findingId: "", ruleInfo: problem.errorMessage }),
  };
  Aspects.of(app).add(new AwsSolutionsChecks({ reports: false, additionalLoggers: [logger] }));
  return found;
}

/** The stacks as they are deployed: functions built, and a site of one page. */
async function ofStacks(work: string): Promise<Finding[]> {
  const { StaticSite } = await import("sst/constructs");
  const { makeApp } = await import("../synthesize.ts");
  const out = join(work, "assembly");
  const app = makeApp({ stage: "prod", out, site: true, account }, join(work, "sst"));
  await mkdir(join(work, "site/dist"), { recursive: true });
  await writeFile(join(work, "site/dist/index.html"), "<!doctype html><title>Site</title>");
  for (const site of app.node.findAll().filter((construct) => construct instanceof StaticSite)) {
    Object.assign(Reflect.get(site, "props"), { path: join(work, "site"), buildCommand: undefined });
  }
  const found = nag(app);
  await app.finish();
  app.synth();
  return found;
}

/** The constructs with everything on that the team's policy leaves off. */
function ofConstructs(work: string): Finding[] {
  const { vault, rules, verification } = policy;
  const copies = [toRegion("eu-west-1", { keep: days(90) })];
  const full = definePolicy({
    ...policy,
    vault: { ...vault, key: { multiRegion: true }, lock: governanceLock({ minDays: 7 }) },
    rules: { ...rules, weekly: { ...rules.weekly!, copies } },
    verification: { ...verification, by: restoreTesting({ startWindowHours: 8 }) },
  });
  const app = new App({ analyticsReporting: false, outdir: join(work, "constructs") });
  const stack = new Stack(app, "full", { env: { account, region: "us-east-1" } });
  const removalPolicy = RemovalPolicy.RETAIN;
  applyPolicy(stack, full, { stage: "prod", removalPolicy, restorePrefix: "mine-", audit: true });
  const found = nag(app);
  app.synth();
  return found;
}

process.chdir(resolve(import.meta.dirname, "../.."));
process.env.JSII_DEPRECATED = "quiet";
const work = await mkdtemp(join(tmpdir(), "holdfast-nag-"));
try {
  const found = [...(await ofStacks(work)), ...ofConstructs(work)];
  process.stdout.write(JSON.stringify(found));
} finally {
  await rm(work, { recursive: true, force: true });
}
