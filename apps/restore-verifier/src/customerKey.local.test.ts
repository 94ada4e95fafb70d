import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { customerKeyArn, localCloud } from "./testing/localCloud.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

/** The verifier's roles as they were before they knew of the key. */
const withoutKey = (template: string) => {
  const parsed = JSON.parse(template);
  for (const { Type, Properties } of Object.values<{ Type: string; Properties: Role }>(parsed.Resources)) {
    if (Type !== "AWS::IAM::Role") continue;
    for (const { PolicyDocument } of Properties.Policies ?? [])
      PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Action }) => Action !== "kms:Decrypt");
  }
  return JSON.stringify(parsed);
};

interface Role {
  Policies?: { PolicyDocument: { Statement: { Action: string | string[] }[] } }[];
}

let cloud: Awaited<ReturnType<typeof localCloud>>;
beforeAll(async () => {
  cloud = await localCloud({ customerKey: true, edit: withoutKey });
  for (const id of ["minotaur", "cyclops", "ogre"]) await cloud.put("Category", beast(id));
});
afterAll(() => cloud?.stop());

function beast(id: string) {
  const written = { S: "2026-01-01T00:00:00.000Z" };
  return { id: { S: id }, name: { S: "A beast" }, createdAt: written, updatedAt: written };
}

const verify = async () => cloud.hurry(await cloud.start({ tables: ["Category"] }));

test("can't verify a table under a customer's key that it may not use, and says that it is the key", async () => {
  expect(await cloud.backUp("Category")).toMatchObject({ State: "COMPLETED" });
  const run = await verify();
  expect(run).toMatchObject({ status: "FAILED", verdict: "INCONCLUSIVE" });
  expect(cloud.denials()).toContainEqual(expect.stringContaining(`kms:Decrypt on ${customerKeyArn}`));
  expect(await cloud.restored()).toEqual([]);
});

test("verifies a table under a customer's key, restored under the same, and knows what was deleted from it", async () => {
  await cloud.deployUnedited();
  expect((await cloud.describe("Category")).SSEDescription).toMatchObject({
    SSEType: "KMS",
    KMSMasterKeyArn: customerKeyArn,
  });
  await cloud.backUp("Category");
  await cloud.remove("Category", { id: { S: "ogre" } });
  const run = await verify();
  expect(
    run.results?.[0]?.findings.filter(({ severity }: { severity: string }) => severity === "ERROR"),
  ).toEqual([]);
  expect(run).toMatchObject({ status: "SUCCEEDED", verdict: "PASSED" });
  const [row] = (await cloud.scan("Verification")).filter(({ runId }) => runId?.S === run.runId);
  expect(row).toMatchObject({ liveItems: { N: "2" }, restoredItems: { N: "3" } });
  expect(await cloud.restored()).toEqual([]);
});
