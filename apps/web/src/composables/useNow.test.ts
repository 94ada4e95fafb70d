import { expect, it } from "vitest";
import { drift } from "./useNow.ts";

const storage = (values: Record<string, string>) => ({
  length: Object.keys(values).length,
  key: (index: number) => Object.keys(values)[index] ?? null,
  getItem: (key: string) => values[key] ?? null,
});
const key = "CognitoIdentityServiceProvider.client.ann.clockDrift";

it("is what aws-amplify noted with the last token", () => {
  expect(drift(storage({ other: "1", [key]: "7776000000" }))).toBe(7_776_000_000);
  expect(drift(storage({ [key]: "-3600000" }))).toBe(-3_600_000);
});

it.each<Record<string, string>>([
  {},
  { [key]: "1500" },
  { [key]: "NaN" },
  { "someone.clockDrift": "7776000000" },
])("is nothing with %j", (values) => {
  expect(drift(storage(values))).toBe(0);
});
