import type { Change } from "@holdfast/local-cloud";

const nouns: Record<string, string> = {
  "AWS::AppSync::FunctionConfiguration": "resolver",
  "AWS::AppSync::GraphQLSchema": "schema",
  "AWS::AppSync::Resolver": "resolver",
  "AWS::DynamoDB::Table": "table",
  "AWS::Events::Rule": "rule",
  "AWS::IAM::ManagedPolicy": "policy",
  "AWS::IAM::Policy": "policy",
  "AWS::IAM::Role": "role",
  "AWS::Lambda::EventSourceMapping": "event source",
  "AWS::Lambda::Function": "function",
  "AWS::StepFunctions::StateMachine": "state machine",
};

/** `AWS::Backup::BackupPlan`: backup plan. */
const nounOf = (type: string): string =>
  nouns[type] ??
  type
    .split("::")
    .at(-1)!
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();

const counted = (count: number, noun: string): string =>
  `${count} ${count === 1 ? noun : noun.replace(/y$/, "ie").concat("s")}`;

/** What a deployment did: `1 function and 2 resolvers changed, 1 table added`. */
export function changesText(changes: Change[]): string {
  const parts = (["changed", "added", "removed", "kept"] as const).flatMap((change) => {
    const counts = new Map<string, number>();
    for (const { type } of changes.filter((one) => one.change === change)) {
      counts.set(nounOf(type), (counts.get(nounOf(type)) ?? 0) + 1);
    }
    if (counts.size === 0) return [];
    const words = [...counts].map(([noun, count]) => counted(count, noun));
    const list = words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words[0];
    return [`${list} ${change}`];
  });
  return parts.join("; ") || "nothing that runs here is different";
}
