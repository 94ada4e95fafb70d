import type { Policy } from "../schema.ts";
import type { Section } from "./section.ts";

export function whatIsAssumed({ assumptions, prices }: Policy): Section {
  return {
    heading: "What is assumed",
    sentences: [
      assumptions.advancedDynamoDb
        ? "The account has AWS Backup's advanced features for DynamoDB on, in the Region it deploys to. Without them AWS ignores cold storage, makes no copies and doesn't use the vault's key."
        : "The account doesn't use AWS Backup's advanced features for DynamoDB: there is no cold storage, there are no copies, and a recovery point is encrypted with its table's key, not the vault's.",
      ...(assumptions.sameOrganization
        ? ["The accounts that copies go to are in the same organization, with cross-account backup on."]
        : []),
      `Costs are forecast with the prices of ${prices.on} from ${prices.source}.`,
    ],
  };
}
