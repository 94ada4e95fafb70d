import { isSupplied } from "./conditionKeys.ts";
import type { Condition } from "./conditions/parse.ts";
import { type NamedPolicy, type Statement, statementsOf } from "./policy.ts";

/** What of a policy's conditions can't be tested here, a sentence each: nobody is to trust a condition that nothing tests. */
export function untestedConditions(policy: NamedPolicy): string[] {
  return statementsOf(policy).flatMap((statement) =>
    statement.conditions
      .filter(({ key }) => !isSupplied(key, servicesOf(statement)))
      .map((condition) => sentence(statement, condition)),
  );
}

function servicesOf({ actions }: Statement): string[] {
  if (actions.not) return ["*"];
  return actions.of.map(({ text }) => text.split(":")[0]!.toLowerCase());
}

function sentence({ policy, source, index, sid, effect }: Statement, condition: Condition): string {
  const which = sid === undefined ? `statement ${index + 1}` : `statement ${index + 1} ("${sid}")`;
  const met = isMetWithout(condition) ? "always" : "never";
  const where = source === undefined ? "" : ` (${source})`;
  return `${policy}, ${which}${where}: the condition ${condition.name} ${condition.key} of this ${effect} is ${met} met here, because no request to the local cloud comes with that key; in AWS it may be`;
}

const isMetWithout = ({ operator, set, ifExists, values }: Condition): boolean => {
  if (!operator) return values.some(({ text }) => text.toLowerCase() === "true");
  if (ifExists || set === "ForAllValues") return true;
  return set === undefined && operator.negated;
};
