import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readOrigins } from "./origins.ts";

async function folder(origins?: string): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "origins-"));
  onTestFinished(() => rm(made, { recursive: true }));
  if (origins !== undefined) await writeFile(join(made, "origins.json"), origins);
  return made;
}
const named = (path?: string) => ({
  Type: "T",
  Metadata: path === undefined ? {} : { "aws:cdk:path": path },
});

it("gives what the synthesis says of a resource", async () => {
  const origin = { path: "App/Reader", at: ["stacks/app.ts:7"], statements: {} };
  const originOf = await readOrigins(
    await folder(JSON.stringify({ "App.template.json": { Reader: origin } })),
  );

  expect(originOf("App.template.json", "Reader", named("other"))).toEqual(origin);
  expect(originOf("App.template.json", "Writer", named())).toBeUndefined();
});

it("gives the construct that the CDK names in a template, where that is all there is", async () => {
  const originOf = await readOrigins(await folder());

  expect(originOf("App.template.json", "Reader", named("App/Reader/Resource"))).toEqual({
    path: "App/Reader/Resource",
    at: [],
    statements: {},
  });
});

it("refuses a file that says something else", async () => {
  await expect(readOrigins(await folder('{"App.template.json":{"Reader":{}}}'))).rejects.toThrow("path");
});
