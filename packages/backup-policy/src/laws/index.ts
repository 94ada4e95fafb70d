import { coldNeedsAdvancedDynamoDb } from "./cold-needs-advanced-dynamodb.ts";
import { coldStorage90Days } from "./cold-storage-90-days.ts";
import type { Law } from "./law.ts";
import { someRule } from "./some-rule.ts";
import { startWindow60Minutes } from "./start-window-60-minutes.ts";

/** Every law, under the name a refusal gives it. */
export const laws = {
  "some-rule": someRule,
  "start-window-60-minutes": startWindow60Minutes,
  "cold-storage-90-days": coldStorage90Days,
  "cold-needs-advanced-dynamodb": coldNeedsAdvancedDynamoDb,
} as const satisfies Record<string, Law>;
