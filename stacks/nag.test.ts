import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { accepted } from "./testing/accepted.ts";
import type { Finding } from "./testing/nag.ts";

let findings: Finding[];

beforeAll(async () => {
  const script = join(import.meta.dirname, "testing/nag.ts");
  const env = { PATH: process.env.PATH };
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env, maxBuffer: 2 ** 24 });
  findings = JSON.parse(stdout);
}, 300_000);

const matches = ({ rule, path }: Finding, by: (typeof accepted)[number]) =>
  by.rule.test(rule) && by.path.test(path);

it("finds nothing in any stack that isn't accepted, with its reason", () => {
  expect(findings.length).toBeGreaterThan(30);
  expect(findings.filter((finding) => !accepted.some((one) => matches(finding, one)))).toEqual([]);
});

it("accepts nothing that isn't found any more", () => {
  expect(accepted.filter((one) => !findings.some((finding) => matches(finding, one)))).toEqual([]);
});
