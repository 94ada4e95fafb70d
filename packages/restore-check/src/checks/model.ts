import { keyOf } from "../canonical/digest.ts";
import { keyText } from "../canonical/keyText.ts";
import type { Judged } from "../contents/difference.ts";
import { judgedOf } from "../contents/judged.ts";
import type { CheckInput } from "../input.ts";
import { type Conformity, ConformityCheck, type Violation } from "../model/conformity.ts";
import { type Answer, type Finding, worstOf } from "../report.ts";
import type { Check } from "./check.ts";

/**
 * Every restored item conforms to the GraphQL schema: what is required is there, of its type. The schema is today's, the
 * items are of the recovery point: what violates it in the live table as well is no fault of the restore. Where every
 * item was written since, as a new field that is required has it, nothing tells an old item from a damaged one: that
 * is no pass.
 */
export const model: Check = {
  async run(input) {
    const { conformity, items } = input;
    if (conformity.items !== items.restored)
      throw new Error(
        `${conformity.items} items were held against the schema, and ${items.restored} were restored.`,
      );
    const broken = conformity.violations.filter(({ severity }) => severity === "ERROR");
    const warnings = conformity.violations
      .filter(({ severity }) => severity === "WARNING")
      .flatMap((one) => listed(one));
    if (broken.length === 0) return { outcome: "PASSED", findings: warnings };
    const differing = await differingOf(input);
    if (!differing)
      return {
        outcome: "COULD_NOT_RUN",
        findings: [cantTell, ...broken.flatMap((one) => listed(one)), ...warnings],
      };
    const answers = broken.map((violation) => answerOf(violation, differing));
    return {
      outcome: worstOf(answers),
      findings: [...answers.flatMap(({ findings }) => findings), ...warnings],
    };
  },
};

const cantTell: Omit<Finding, "check"> = {
  severity: "ERROR",
  sentence:
    "Items don't conform to the schema, and not all that differ from the live ones are known: which of them are as the live ones can't be told.",
};

/** The restored items that aren't the same as the live ones, held against the schema. */
interface Differing {
  /** Of those that nothing explains. */
  damaged: Conformity;
  /** Of those that are explained, as versions from before a later write: nothing proves them. */
  explained: Conformity;
  /** As text, of both. */
  keys: ReadonlySet<string>;
}

async function differingOf(input: CheckInput): Promise<Differing | undefined> {
  const { reconciliation } = input;
  if (reconciliation.kind === "undecodable") return undefined;
  const { judged, isAll } = await judgedOf(input, reconciliation);
  if (!isAll) return undefined;
  const restored = judged.filter(({ difference }) => difference.restored);
  const isDamaged = ({ cause }: Judged) => cause === "altered" || cause === "extra";
  return {
    damaged: await conformityOf(restored.filter(isDamaged), input),
    explained: await conformityOf(
      restored.filter((one) => !isDamaged(one)),
      input,
    ),
    keys: new Set(restored.map(({ difference }) => keyText(difference.key))),
  };
}

const BATCH = 1000;

async function conformityOf(
  judged: readonly Judged[],
  { rules, secondLook, shape }: CheckInput,
): Promise<Conformity> {
  const check = new ConformityCheck(rules);
  const keyNames = shape.live.key.map(({ name }) => name);
  const keys = judged.map(({ difference }) => difference.key);
  for (let start = 0; start < keys.length; start += BATCH) {
    const items = await secondLook.reread("restored", keys.slice(start, start + BATCH));
    for (const item of items) check.add(item, () => keyText(keyOf(item, keyNames)));
  }
  return check.conformity;
}

function answerOf(violation: Violation, { damaged, explained, keys }: Differing): Answer {
  const { rule, count } = violation;
  const of = ({ violations }: Conformity) => violations.find((one) => one.rule === rule);
  const [inDamaged, inExplained] = [of(damaged), of(explained)];
  const inEqual = count - (inDamaged?.count ?? 0) - (inExplained?.count ?? 0);
  // A rule that items which are the same on both sides don't keep is younger than they are.
  const isYounger = inEqual > 0;
  const findings: Answer["findings"] = [];
  if (inDamaged) findings.push(...listed(inDamaged));
  if (inExplained) {
    findings.push(
      ...(isYounger
        ? listed({ ...inExplained, severity: "WARNING" }, "as it is in items that are proven")
        : listed(inExplained, "and the live one was written since: whether it was so before can't be told")),
    );
  }
  if (inEqual > 0) {
    const same = violation.keys.filter((key) => !keys.has(key));
    findings.push(
      ...listed(
        { severity: "WARNING", rule, count: inEqual, keys: same },
        "so it is in the live table as well: no fault of the restore",
      ),
    );
  }
  if (inDamaged) return { outcome: "FAILED", findings };
  return { outcome: inExplained && !isYounger ? "COULD_NOT_RUN" : "PASSED", findings };
}

function listed({ severity, rule, count, keys }: Violation, note = ""): Omit<Finding, "check">[] {
  const sentence = `${rule}${note && `; ${note}`}.`;
  const findings = keys.map((subject) => ({ severity, subject, sentence }));
  const more = count - keys.length;
  return more > 0 ? [...findings, { severity, sentence: `In ${more} more: ${sentence}` }] : findings;
}
