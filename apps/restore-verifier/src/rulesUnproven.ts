import { type Verdict, type VerificationsByTableQuery, verificationsByTable } from "@holdfast/data-model";
import { paginate } from "./paginate.ts";
import type { PickedPoint } from "./run.ts";
import type { Services } from "./services.ts";

type Page = NonNullable<VerificationsByTableQuery["verificationsByTable"]>;
type Row = Page["items"][number];

/** The run after a backup comes within hours: its verdict is among the first since. */
const SOON = 10;

/**
 * The rules with runs of their own that owe a table's proof: with the newest point, of those made so long ago that a
 * run is over, which was not proven to restore, and no later one of the rule was.
 */
export function rulesUnproven({
  graphql,
  settings,
  clock,
}: Pick<Services, "graphql" | "settings" | "clock">) {
  // Verdicts are write-once: what is proven needn't be asked for again.
  const proven = new Map<string, string>();

  return async (
    tableName: string,
    points: readonly PickedPoint[],
  ): Promise<{ rule: string; point: PickedPoint }[]> => {
    const found: { rule: string; point: PickedPoint }[] = [];
    for (const { name: rule, provenWithinMinutes } of settings.rules) {
      if (provenWithinMinutes === undefined) continue;
      const due = clock.now().getTime() - provenWithinMinutes * 60_000;
      const point = points.find((one) => one.rule === rule && Date.parse(one.createdAt) < due);
      const key = `${tableName} ${rule}`;
      if (!point || proven.get(key) === point.createdAt) continue;
      if (await isProven(graphql, tableName, point)) proven.set(key, point.createdAt);
      else found.push({ rule, point });
    }
    return found;
  };
}

async function isProven(graphql: Services["graphql"], tableName: string, point: PickedPoint) {
  const read = async (nextToken: Page["nextToken"]): Promise<Page> => {
    const variables = {
      tableName,
      startedAt: { ge: point.createdAt },
      // Most verdicts are on others' points: they aren't sent.
      filter: { verdict: { eq: "PASSED" as Verdict }, ruleName: { eq: point.rule } },
      limit: SOON,
      nextToken,
    };
    return (await graphql(verificationsByTable, variables)).verificationsByTable!;
  };
  for await (const { items } of paginate(read, "nextToken")) {
    if (items.some((row) => proves(row, point))) return true;
  }
  return false;
}

const proves = (row: Row, { rule, createdAt }: PickedPoint): boolean =>
  row?.verdict === "PASSED" &&
  row.ruleName === rule &&
  Date.parse(row.recoveryPointCreatedAt ?? "") >= Date.parse(createdAt);
