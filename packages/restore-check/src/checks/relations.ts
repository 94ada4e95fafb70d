import { keyDigest } from "../canonical/digest.ts";
import { keyText } from "../canonical/keyText.ts";
import type { CheckInput, RelationScan } from "../input.ts";
import type { Item, Key } from "../item.ts";
import { isSet } from "../relations/collect.ts";
import { explainOrphan, type OrphanCause } from "../relations/explainOrphan.ts";
import type { Orphan } from "../relations/orphans.ts";
import type { Reference } from "../relations/references.ts";
import { type Answer, type Finding, worstOf } from "../report.ts";
import type { Check } from "./check.ts";

const MOST_LISTED = 50;

/** Every reference of the restored items resolves inside the restored set, or is explained. */
export const relations: Check = {
  async run(input) {
    const answers = await Promise.all(input.relations.map((relation) => answerOf(relation, input)));
    return {
      outcome: worstOf(answers),
      findings: answers.flatMap(({ findings }) => findings),
    };
  },
};

async function answerOf(relation: RelationScan, input: CheckInput): Promise<Answer> {
  const { to, references } = relation;
  if ("notRestored" in relation) {
    const sentence = `References to ${to} were not checked: ${relation.notRestored}`;
    // A run that was asked for some tables only has nothing to hold against them.
    return relation.expected
      ? { outcome: "COULD_NOT_RUN", findings: [{ severity: "ERROR", sentence }] }
      : { outcome: "PASSED", findings: [{ severity: "INFO", sentence }] };
  }
  const { listed, missing } = relation.orphans;
  const explained = await explain(listed, references, relation, input);
  const most = input.maxFindings ?? MOST_LISTED;
  const worstFirst = explained.toSorted((a, b) => order.indexOf(a.cause) - order.indexOf(b.cause));
  const findings = worstFirst.slice(0, most).map(({ orphan, cause }) => finding(orphan, cause, to));
  if (worstFirst.length > most) {
    const sentence = `And ${worstFirst.length - most} more of ${to} that are referred to are not in the restored set.`;
    findings.push({ severity: "WARNING", sentence });
  }
  if (explained.some(({ cause }) => cause === "lost")) return { outcome: "FAILED", findings };
  const unexamined = missing - listed.length;
  if (unexamined > 0) {
    const sentence = `${unexamined} more items of ${to} are referred to and not in the restored set: too many to explain.`;
    return { outcome: "COULD_NOT_RUN", findings: [{ severity: "ERROR", sentence }, ...findings] };
  }
  return {
    outcome: explained.some(({ cause }) => cause === "undated") ? "COULD_NOT_RUN" : "PASSED",
    findings,
  };
}

type Relation = Extract<RelationScan, { orphans: unknown }>;

async function explain(
  orphans: readonly Orphan[],
  references: readonly Reference[],
  { look, named: window }: Relation,
  { secondLook, recoveryPoint }: CheckInput,
): Promise<{ orphan: Orphan; cause: OrphanCause }[]> {
  if (orphans.length === 0) return [];
  const naming = byKey(await secondLook.reread("restored", distinct(orphans.map(({ key }) => key))), orphans);
  const wanted = orphans.map((orphan) => ({
    orphan,
    keys: namedBy(naming.get(keyDigest(orphan.key)), references),
  }));
  const keys = distinct(wanted.flatMap(({ keys }) => keys));
  const [live, restored, deletions] = await Promise.all([
    look.live(keys),
    look.restored(keys),
    look.deletions(keys.map(keyDigest)),
  ]);
  const digestOf = (item: Item) => keyDigest(pick(item, Object.keys(keys[0] ?? {})));
  const found = new Map(live.map((item) => [digestOf(item), item]));
  const present = new Set(restored.map(digestOf));
  return wanted.map(({ orphan, keys }) => {
    const missing = keys
      .map((key) => ({ key, digest: keyDigest(key) }))
      .filter(({ digest }) => !present.has(digest));
    const causes = missing.map(({ digest }) =>
      explainOrphan({
        named: found.get(digest),
        deletedAt: deletions.get(digest),
        namedWindow: window,
        namingWindow: recoveryPoint.window,
      }),
    );
    // An item with two references is listed for one of them: the worst of both is held against it.
    return { orphan, cause: order.find((cause) => causes.includes(cause)) ?? "lost" };
  });
}

const order: readonly OrphanCause[] = ["lost", "undated", "skew", "dangling"];

const byKey = (items: readonly Item[], [first]: readonly Orphan[]) =>
  new Map(items.map((item) => [keyDigest(pick(item, Object.keys(first!.key))), item]));

const distinct = (keys: readonly Key[]): Key[] => [
  ...new Map(keys.map((key) => [keyDigest(key), key])).values(),
];

const pick = (item: Item, names: readonly string[]): Key =>
  Object.fromEntries(names.map((name) => [name, item[name]!]));

function namedBy(item: Item | undefined, references: readonly Reference[]): Key[] {
  if (!item) return [];
  return references
    .filter(({ key }) => Object.values(key).every((attribute) => isSet(item[attribute])))
    .map(({ key }) =>
      Object.fromEntries(Object.entries(key).map(([name, attribute]) => [name, item[attribute]!])),
    );
}

const sentences: Record<OrphanCause, { severity: Finding["severity"]; says: (to: string) => string }> = {
  lost: {
    severity: "ERROR",
    says: (to) => `It refers to a ${to} that should have come back and is not in the restored set`,
  },
  undated: {
    severity: "ERROR",
    says: (to) =>
      `It refers to a ${to} that is not in the restored set; the live one carries no date, so why can't be told`,
  },
  skew: {
    severity: "INFO",
    says: (to) =>
      `It refers to a ${to} that was created after ${to}'s own recovery point: the tables were backed up one after the other`,
  },
  dangling: {
    severity: "WARNING",
    says: (to) => `It refers to a ${to} that is not live either: the reference dangled before the backup`,
  },
};

function finding({ key, count }: Orphan, cause: OrphanCause, to: string): Omit<Finding, "check"> {
  const { severity, says } = sentences[cause];
  const others = count > 1 ? `, as do ${count - 1} more items` : "";
  return { severity, subject: keyText(key), sentence: `${says(to)}${others}.` };
}
