import { expect, it } from "vitest";
import { changesText } from "./changesText.ts";

const of = (change: "added" | "changed" | "removed" | "kept", ...types: string[]) =>
  types.map((type, index) => ({ change, type: `AWS::${type}`, source: `Stack/${index}` }));

it.each([
  [of("changed", "Lambda::Function"), "1 function changed"],
  [
    [
      ...of(
        "changed",
        "Lambda::Function",
        "AppSync::Resolver",
        "AppSync::FunctionConfiguration",
        "IAM::Policy",
      ),
      ...of("added", "DynamoDB::Table"),
    ],
    "1 function, 2 resolvers and 1 policy changed; 1 table added",
  ],
  [of("removed", "IAM::Policy", "IAM::ManagedPolicy"), "2 policies removed"],
  [of("kept", "Backup::BackupVault"), "1 backup vault kept"],
  [[], "nothing that runs here is different"],
])("says of %j: %s", (changes, text) => {
  expect(changesText(changes)).toBe(text);
});
