import { expect, test } from "vitest";
import { RESTORE_PREFIX } from "./settings.ts";
import { sweep } from "./sweep.ts";
import { cloud } from "./testing/cloud.ts";

const event = {
  runId: "run-1",
  executionArn: "arn:aws:states:us-east-1:123456789012:execution:Verification:run-1",
};
const leave = (aws: ReturnType<typeof cloud>, count: number) => {
  for (let number = 0; number < count; number++) aws.tables[`${RESTORE_PREFIX}killed-T${number}`] = [];
};

test("hands on no more names than the state can carry, and leaves the rest to the next run", async () => {
  const aws = cloud();
  leave(aws, 250);
  expect((await sweep(aws.services)(event)).deleted).toHaveLength(200);
  expect((await sweep(aws.services)(event)).deleted).toHaveLength(50);
  expect(aws.restored()).toEqual([]);
});

test("names the first tables that can't be deleted, and counts the others", async () => {
  const aws = cloud();
  leave(aws, 60);
  const send = async (command: { constructor: { name: string } }) => {
    if (command.constructor.name === "DeleteTableCommand") throw new Error("No. ".repeat(1000));
    return aws.services.dynamodb.send(command as never);
  };
  const { kept } = await sweep({ ...aws.services, dynamodb: { send } as never })(event);
  expect(kept).toHaveLength(31);
  expect(kept.at(-1)).toMatchObject({ table: "30 more" });
  expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(50_000);
});
