import { expect, it } from "vitest";
import { run } from "../program.ts";
import { fakeCloud, fakeWorld } from "../testing.ts";

it("shows the code of the local cloud's MFA device", async () => {
  const device = { serialNumber: "arn:mfa", code: "123456" };
  const { world, printed } = fakeWorld({ ...fakeCloud({}).cloud, mfa: async () => device });

  expect(await run(["mfa"], world)).toBe(0);
  expect(await run(["mfa", "--json"], world)).toBe(0);
  expect(printed).toEqual(["123456", JSON.stringify(device)]);
});

it("knows no device of a stage in AWS", async () => {
  const { world, warned } = fakeWorld(fakeCloud({}).cloud);

  expect(await run(["mfa", "--stage", "prod"], world)).toBe(2);
  expect(warned.join()).toContain('The device of the stage "prod" is yours');
});
