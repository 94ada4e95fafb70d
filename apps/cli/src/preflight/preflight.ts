import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { type Place, type Policy, vaultArnOf, vaultNameOf } from "@holdfast/backup-policy";
import type { Cloud } from "../cloud.ts";
import { CouldNotRun, explain, Interrupted } from "../errors.ts";
import { findVault } from "../vaults.ts";
import type { Check, Finding, Scene } from "./check.ts";
import { checks } from "./checks/index.ts";

/** What a check found, or why it couldn't ask. */
export interface Looked extends Finding {
  check: string;
  source: string;
}

export interface Preflight {
  stage: string;
  account: string;
  region: string;
  /** Whether everything could be asked, and nothing would fail. */
  passed: boolean;
  findings: Looked[];
}

/** Asks the account about everything that the policy takes for granted; changes nothing. */
export async function preflight(cloud: Cloud, policy: Policy): Promise<Preflight> {
  const scene = await sceneOf(cloud, policy);
  const findings = await Promise.all(
    Object.entries<Check>(checks).map(async ([name, check]) => {
      const found = await check.look(scene).catch((error) => [unknown(error, check, cloud.where)]);
      return found.map((finding) => ({ ...finding, check: name, source: check.source }));
    }),
  );
  const { account, region } = scene.here;
  const all = findings.flat();
  const passed = all.every(({ outcome }) => outcome === "holds" || outcome === "told");
  return { stage: cloud.stage, account, region, passed, findings: all };
}

async function sceneOf(cloud: Cloud, policy: Policy): Promise<Scene> {
  const here = await placeOf(cloud);
  const asked = new Map<string, ReturnType<Scene["vault"]>>();
  return {
    cloud,
    policy,
    here,
    vaultName: nameOf(cloud.stage, policy),
    now: await cloud.now(),
    vault(region, name) {
      const key = `${region} ${name}`;
      const found = asked.get(key) ?? vaultIn(cloud, here, { region, name });
      asked.set(key, found);
      return found;
    },
  };
}

/** The local cloud has one Region, whichever is asked. */
async function vaultIn(cloud: Cloud, here: Place, { region, name }: { region: string; name: string }) {
  const found = await findVault(region === here.region ? cloud : cloud.inRegion(region), name);
  return found?.BackupVaultArn === vaultArnOf({ ...here, region }, name) ? found : undefined;
}

async function placeOf({ sts, backup, where }: Cloud): Promise<Place> {
  const { Account: account, Arn = "" } = await sts.send(new GetCallerIdentityCommand());
  if (!account) throw new CouldNotRun(`${where} doesn't say which account these credentials are of.`);
  return { account, partition: Arn.split(":")[1] ?? "aws", region: await backup.config.region() };
}

function nameOf(stage: string, policy: Policy): string {
  try {
    return vaultNameOf({ stage, policy });
  } catch (cause) {
    throw new CouldNotRun((cause as Error).message, { cause });
  }
}

/** What couldn't be asked is no pass, whatever the reason. */
function unknown(error: unknown, { field, actions }: Check, where: string): Finding {
  if (error instanceof Interrupted) throw error;
  const told = explain(error, where);
  const isDenied = error instanceof Error && /^AccessDenied/.test(error.name);
  return {
    assumption: field,
    outcome: "unknown",
    found: told instanceof Error ? told.message : String(told),
    ...(isDenied
      ? { next: `Let whoever deploys ask: ${actions.join(", ")}.` }
      : told instanceof CouldNotRun && told.next && { next: told.next }),
  };
}
