import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { jsonFile, type Shape } from "./jsonFile.ts";
import { records } from "./records.ts";
import { startTestCloud } from "./testing.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("keeps a value", () => {
  const path = join(folder, "deep", "value.json");
  const file = jsonFile(path, { count: 0 });
  file.value = { count: 1 };
  file.save();

  expect(jsonFile(path, { count: 0 }).value).toEqual({ count: 1 });
});

test.each<[string, Shape, string]>([
  ["{", "object", "it isn't JSON"],
  ["null", "object", "it doesn't hold an object"],
  ["[]", "object", "it doesn't hold an object"],
  ["7", "object", "it doesn't hold an object"],
  ["{}", "list", "it doesn't hold a list of objects"],
  ["null", "list", "it doesn't hold a list of objects"],
  ["[null]", "list", "it doesn't hold a list of objects"],
  ["{}", "record", "it doesn't hold an object with an id"],
])("refuses %s where there has to be a JSON %s, naming the file", (content, shape, fault) => {
  const path = join(folder, "value.json");
  writeFileSync(path, content);

  expect(() => jsonFile(path, undefined, shape)).toThrow(`${path} is damaged: ${fault}. Start with --fresh`);
});

test("refuses a record that isn't one, naming its file", () => {
  const path = join(folder, "job.json");
  writeFileSync(path, "null");

  expect(() => records(folder)).toThrow(`${path} is damaged: it doesn't hold an object with an id`);
});

test("stops the local cloud's start at table settings that aren't an object, naming the file", async () => {
  const path = join(folder, "dynamodb-settings.json");
  writeFileSync(path, "[]");

  await expect(startTestCloud({}, {}, { dataDir: folder })).rejects.toThrow(`${path} is damaged`);
});
