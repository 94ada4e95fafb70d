import type { Violation } from "../model/conformity.ts";
import type { Finding } from "../report.ts";
import type { Check } from "./check.ts";

/** Every restored item conforms to the GraphQL schema: what is required is there, of its type. */
export const model: Check = {
  run({ conformity, items }) {
    if (conformity.items !== items.restored)
      throw new Error(
        `${conformity.items} items were held against the schema, and ${items.restored} were restored.`,
      );
    const { violations } = conformity;
    const isBroken = violations.some(({ severity }) => severity === "ERROR");
    return { outcome: isBroken ? "FAILED" : "PASSED", findings: violations.flatMap(findings) };
  },
};

function findings({ severity, rule, count, keys }: Violation): Omit<Finding, "check">[] {
  const listed = keys.map((subject) => ({ severity, subject, sentence: `${rule}.` }));
  const more = count - keys.length;
  return more > 0 ? [...listed, { severity, sentence: `${rule}, in ${more} more.` }] : listed;
}
