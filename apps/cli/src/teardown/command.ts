import type { Command } from "commander";
import type { Cloud } from "../cloud.ts";
import { type Context, examples, type SharedOptions } from "../commands/command.ts";
import { CouldNotRun, exitCode } from "../errors.ts";
import { fileOf, policyOf, policyOption } from "../policy/options.ts";
import type { World } from "../world.ts";
import type { SecondFactor } from "./backupAdmin.ts";
import { type CopyPlaces, copyPlacesOf } from "./copies.ts";
import type { Inventory } from "./inventory.ts";
import { inventoryReport, nextSteps } from "./report.ts";
import { becomeBackupAdmin, deletionSteps, lookAt, refuseFinalLock } from "./teardown.ts";

interface Options extends SharedOptions, SecondFactor {
  policy?: string;
  vault?: string;
  role?: string;
  delete?: boolean;
  yes?: string;
}

export const teardownCommand = (program: Command, context: Context): Command =>
  policyOption(program.command("teardown"))
    .description(
      "Show what a stage would leave behind, why, and what it costs; as BackupAdmin, delete its vault.",
    )
    .option("--delete", "empty and delete the vault, for good, after asking for its name")
    .option("--mfa-code <digits>", "what the MFA device shows now (locally: `holdfast mfa`)")
    .option("--mfa-serial <arn>", "the MFA device (default: the local cloud's own)")
    .option("--yes <vault>", "the vault's name, in place of typing it")
    .option("--vault <name>", "a vault that its stack left behind (default: the stage's)")
    .option("--role <arn>", "the role that deletes (default: the one the vault's policy names)")
    .addHelpText(
      "after",
      examples([
        "teardown --stage prod",
        "teardown --delete --mfa-code $(npx holdfast mfa)",
        "teardown --stage prod --delete --mfa-serial arn:aws:iam::123456789012:mfa/jane --mfa-code 123456",
        "teardown --stage prod --vault prod-holdfast    # its stacks are gone",
      ]),
    )
    .action((_, self: Command) => teardown(self.optsWithGlobals(), context));

async function teardown(options: Options, { world, end }: Context): Promise<void> {
  const cloud = await world.connect(options);
  const policy = await policyOf(world, fileOf(options, world));
  const found = await lookAt(cloud, options.vault, { prices: policy.prices, now: await cloud.now() });
  const inventory = { ...found, copies: copyPlacesOf(policy) };
  if (!options.json) world.print(inventoryReport(inventory, world.paint));
  const deleted = options.delete ? await deleteVault(cloud, inventory, options, world) : undefined;
  if (options.json) world.print(JSON.stringify({ ...inventory, ...(deleted && { deleted }) }));
  else tellNext(inventory, deleted, options, world);
  end(exitCode.done);
}

interface Deleted {
  vault: string;
  points: number;
}

/** Undefined when there is no vault any more. */
async function deleteVault(
  cloud: Cloud,
  inventory: Inventory,
  options: Options,
  world: World,
): Promise<Deleted | undefined> {
  const { vault } = inventory;
  if (!vault) return undefined;
  refuseFinalLock(inventory);
  const backup = await becomeBackupAdmin(cloud, vault, options);
  await confirm(vault, options.yes, world);
  const deleted: Deleted = { vault: vault.name, points: 0 };
  const steps = deletionSteps(vault, { ...world, backup }, (points) => {
    deleted.points = points;
  });
  await world.showSteps(steps);
  return deleted;
}

function tellNext(
  inventory: Inventory & { vaultName: string; copies: CopyPlaces },
  deleted: Deleted | undefined,
  { stage, data }: Options,
  { print, defaultData }: World,
): void {
  if (deleted) print(`\nThe vault ${deleted.vault} and its ${deleted.points} recovery points are deleted.`);
  const where = data === defaultData ? "" : ` --data ${data}`;
  const next = nextSteps(inventory, {
    stage,
    teardown: deleted
      ? undefined
      : stage
        ? `npx holdfast teardown --stage ${stage} --delete --mfa-serial ARN --mfa-code DIGITS`
        : `npx holdfast teardown${where} --delete --mfa-code $(npx holdfast mfa${where})`,
  });
  if (next) print(`\n${next}`);
}

/** Nothing that can't be undone happens before its name was typed. */
async function confirm(
  { name, points }: NonNullable<Inventory["vault"]>,
  yes: string | undefined,
  { ask }: World,
): Promise<void> {
  const typed =
    yes ?? (await ask(`\nType the vault's name to delete it and its ${points} recovery points for good: `));
  if (typed === undefined) {
    throw new CouldNotRun("Nothing is deleted: there's no terminal to type the vault's name in.", {
      next: `Say it on the command line: --yes ${name}`,
    });
  }
  if (typed.trim() === name) return;
  throw new CouldNotRun(`Nothing is deleted: "${typed.trim()}" isn't the vault's name, ${name}.`);
}
