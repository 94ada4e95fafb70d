import { expect, test, vi } from "vitest";
import { deleteRestored } from "./deleteRestored.ts";
import { readSettings } from "./settings.ts";
import { client, refusal } from "./testing/client.ts";

const table = "awsbackup-restore-test-holdfast-run-1-Item";
const settings = readSettings({});

function remove(error?: Error, TableStatus = "ACTIVE") {
  const DeleteTable = () => {
    if (error) throw error;
  };
  return deleteRestored({
    settings,
    dynamodb: client({ DeleteTable, DescribeTable: () => ({ Table: { TableStatus } }) }),
  })(table);
}

test("deletes a restored table", async () => {
  expect(await remove()).toBe("deleted");
});

test("is content when there is none", async () => {
  expect(await remove(refusal("ResourceNotFoundException"))).toBe("absent");
});

test("is content when it is being deleted", async () => {
  expect(await remove(refusal("ResourceInUseException"), "DELETING")).toBe("deleted");
});

test("says why a table is kept", async () => {
  expect(await remove(refusal("ResourceInUseException", "Table is being created"), "CREATING")).toEqual({
    kept: "ResourceInUseException: Table is being created",
  });
  expect(await remove(refusal("AccessDeniedException", "no"))).toEqual({ kept: "AccessDeniedException: no" });
});

test("refuses any other table without asking DynamoDB", async () => {
  const DeleteTable = vi.fn();
  const run = deleteRestored({ settings, dynamodb: client({ DeleteTable }) })("Category-api");
  await expect(run).rejects.toThrow("Category-api is not a restored table");
  expect(DeleteTable).not.toHaveBeenCalled();
});
