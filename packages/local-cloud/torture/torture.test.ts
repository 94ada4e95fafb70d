import { expect, it } from "vitest";
import { torture } from "./torture.ts";

it("keeps all that it answered, and leaves nothing half done, however often it is killed", async () => {
  const { faults, backups } = await torture({ seed: 4, kills: 4 });

  expect(faults).toEqual([]);
  expect(backups.COMPLETED + backups.FAILED).toBeGreaterThan(0);
}, 180_000);
