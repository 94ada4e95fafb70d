import { size } from "../format.ts";
import { grid, type Paint } from "../report.ts";
import type { CopyPlaces } from "./copies.ts";
import type { Inventory, PointsLeft, VaultLeft } from "./inventory.ts";
import type { Fate, OtherLeft } from "./stack.ts";

/** Dollars a month; what is too little to print isn't nothing. */
export const money = (amount: number): string =>
  amount > 0 && amount < 0.005 ? "under $0.01" : `$${amount.toFixed(2)}`;

const fates: Record<Fate, string> = {
  kept: "its stack keeps it (DeletionPolicy)",
  deleted: "its stack would delete it",
  orphaned: "no stack has it any more",
};

/** What stays, why, and what it costs. */
export function inventoryReport(inventory: Inventory & { vaultName: string }, paint: Paint): string {
  const { vault, points, key, roles, tables, others, perMonth, prices, vaultName } = inventory;
  const pointsTotal = points.reduce((sum, { perMonth }) => sum + perMonth, 0);
  const rows = [
    ...(vault ? [["Vault", vault.name, whyVault(vault), money(0)]] : []),
    ...(vault && vault.points > 0
      ? [
          [
            "Recovery points",
            `${vault.points}, ${size(bytesOf(points))}`,
            whyPoints(vault, points),
            money(pointsTotal),
          ],
        ]
      : []),
    ...(key
      ? [["Key", key.arn.slice(key.arn.lastIndexOf("/") + 1), whyKey(key.fate), money(key.perMonth)]]
      : []),
    ...roles.map((name) => ["Role", name, `${fates.kept}; it may delete what stays`, money(0)]),
    ...tables
      .filter(({ isProtected }) => isProtected)
      .map(({ model, bytes, goesBackDays, perMonth }) => [
        "Table",
        `${model}, ${size(bytes)}`,
        `deletion protection is on${goesBackDays ? `; continuous recovery, ${goesBackDays} days` : ""}`,
        money(perMonth),
      ]),
    ...others.map(({ kind, id, fate, lock }) => [kind, id, whyOther(fate, lock), "by what is in it"]),
  ];
  if (rows.length === 0) return `There's no vault ${vaultName}: nothing is left behind.`;
  return [
    ...(vault ? [] : [`There's no vault ${vaultName} any more.`, ""]),
    grid(paint, ["What", "Which", "Why it stays", "A month"], rows),
    "",
    `In all ${money(perMonth)} a month, with the prices of ${prices.on} from ${prices.source}.`,
    ...(vault?.lock ? ["", untilWhen(vault, points)] : []),
  ].join("\n");
}

const bytesOf = (points: readonly PointsLeft[]) =>
  points.reduce((sum, { warmBytes, coldBytes }) => sum + warmBytes + coldBytes, 0);

function whyVault({ points, fate }: VaultLeft): string {
  const reasons = [fates[fate], "only BackupAdmin may delete it"];
  if (points > 0) reasons.push("AWS Backup deletes empty vaults only");
  return reasons.join("; ");
}

function whyPoints({ lock }: VaultLeft, points: readonly PointsLeft[]): string {
  const end = endOf(points);
  return [
    end ? `the last expires ${end.slice(0, 10)}` : "some never expire",
    lock ? `the lock keeps them till then` : "nobody but BackupAdmin deletes them before",
  ].join("; ");
}

const whyKey = (fate: Fate): string =>
  fate === "deleted"
    ? "its stack would delete it, and no recovery point could be restored any more"
    : `${fates[fate]}; without it no recovery point can be restored`;

function whyOther(fate: Fate, lock: OtherLeft["lock"]): string {
  if (!lock) return fates[fate];
  const time = lock.years ? `${lock.years} years` : `${lock.days} days`;
  const held = `each object is locked for ${time} (${lock.mode})`;
  return fate === "kept" ? `${fates[fate]}; ${held}` : `its stack would delete it, and can't while ${held}`;
}

/** When the last point expires; undefined when one never does. */
const endOf = (points: readonly PointsLeft[]): string | undefined =>
  points.every(({ until }) => until !== undefined)
    ? points
        .flatMap(({ until }) => until ?? [])
        .sort()
        .at(-1)
    : undefined;

/** What the lock means for deleting the vault. */
export function untilWhen({ name, lock }: VaultLeft, points: readonly PointsLeft[]): string {
  if (!lock?.isFinal) {
    const final = lock?.finalAt ? `, until ${lock.finalAt.slice(0, 16).replace("T", " ")} UTC` : "";
    return `The vault has a lock that BackupAdmin can take off${final}.`;
  }
  const end = endOf(points);
  const since = `Since ${lock.finalAt?.slice(0, 10)} its lock can't be taken off, by AWS neither.`;
  return end
    ? `${since} The last recovery point expires ${end.slice(0, 16).replace("T", " ")} UTC: the vault ${name} can be deleted then, if no more are made.`
    : `${since} Some recovery points never expire, so the vault ${name} can never be deleted.`;
}

const removals: Record<OtherLeft["kind"], string> = {
  Bucket: "aws s3api delete-bucket --bucket",
  "User pool": "aws cognito-idp delete-user-pool --user-pool-id",
  "Log group": "aws logs delete-log-group --log-group-name",
};

/**
 * What to do about it, command by command.
 * @param teardown the command that deletes the vault; absent when it is deleted
 */
export function nextSteps(
  {
    vault,
    vaultName,
    points,
    key,
    roles,
    tables,
    others,
    copies,
  }: Inventory & { vaultName: string; copies: CopyPlaces },
  { stage, teardown }: { stage: string | undefined; teardown: string | undefined },
): string {
  const isHeld = vault?.lock?.isFinal && points.length > 0;
  const table = tables.find(({ isProtected }) => isProtected)?.table;
  const teardownIn = (region: string) =>
    `AWS_REGION=${region} npx holdfast teardown --stage ${stage} --vault ${vaultName}`;
  const steps: [title: string, commands: string[]][] = [
    [
      "As BackupAdmin, to delete the vault and its recovery points for good:",
      vault && teardown && !isHeld ? [teardown] : [],
    ],
    [
      "When no recovery point is left that needs the key (copies have their own):",
      key ? [`aws kms schedule-key-deletion --key-id ${key.arn}`] : [],
    ],
    [
      "For each table that may go, with all it holds:",
      table ? [`aws dynamodb update-table --table-name ${table} --no-deletion-protection-enabled`] : [],
    ],
    ["Then the stacks:", stage ? [`npx sst remove --stage ${stage}`] : []],
    [
      "Then the role; the stage can't be deployed again while it is there:",
      roles.flatMap((name) => [
        `aws iam delete-role-policy --role-name ${name} --policy-name Administer`,
        `aws iam delete-role --role-name ${name}`,
      ]),
    ],
    [
      "Then, once nobody needs them and the buckets are empty, the evidence for as long as an auditor may ask:",
      others.map(({ kind, id }) => `${removals[kind]} ${id}`),
    ],
    ["What the policy's copies leave in other Regions:", stage ? copies.regions.map(teardownIn) : []],
    ["Copies are in these vaults, too, for those they belong to:", copies.vaults],
  ];
  return steps
    .filter(([, commands]) => commands.length > 0)
    .flatMap(([title, commands]) => [title, ...commands.map((command) => `  ${command}`)])
    .join("\n");
}
