import { expect, it } from "vitest";
import type { Grant, PermissionsReport } from "../permissions.ts";
import { run } from "../program.ts";
import { fakeCloud, fakeWorld } from "../testing.ts";

const arn = (table: string) => `arn:aws:dynamodb:us-east-1:1:table/${table}`;
const last = "2026-11-25T16:47:57.000Z";

function grant(action: string, uses: Record<string, number>, changes: Partial<Grant> = {}): Grant {
  const times = Object.values(uses).reduce((sum, count) => sum + count, 0);
  return {
    action,
    actions: times > 0 ? [action] : [],
    resources: Object.entries(uses).map(([resource, count]) => ({ resource, used: count, times: count })),
    times,
    ...(times > 0 && { last }),
    policy: "Calls",
    written: "stacks/permissions.ts:12 (App/Reader)",
    ...changes,
  };
}

const report: PermissionsReport = {
  since: "2026-11-25T16:00:00.000Z",
  roles: [
    {
      name: "local-app-Reader",
      arn: "arn:aws:iam::1:role/local-app-Reader",
      written: "stacks/function.ts:23 (App/Reader)",
      calls: 9,
      grants: [
        grant("dynamodb:GetItem", { [arn("a")]: 2 }),
        grant("dynamodb:Scan", { [arn("a")]: 0 }),
        grant("dynamodb:Query", { [arn("a")]: 0 }),
        grant(
          "s3:Get*",
          { "arn:aws:s3:::b/*": 3, "arn:aws:s3:::c/*": 0 },
          { actions: ["s3:GetObject", "s3:GetObjectTagging"] },
        ),
      ],
      managed: [{ arn: "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess", actions: [] }],
      denials: [
        {
          action: "dynamodb:PutItem",
          resource: arn("a"),
          times: 4,
          last,
          why: "no identity-based policy allows it (see stacks/permissions.ts:12 (App/Reader))",
        },
      ],
    },
    {
      name: "local-app-Idle",
      arn: "arn:aws:iam::1:role/local-app-Idle",
      written: "App/Idle",
      calls: 0,
      grants: [grant("dynamodb:Scan", { "*": 0 })],
      managed: [],
      denials: [],
    },
  ],
};

const iam = async (...args: string[]) => {
  const { cloud } = fakeCloud({});
  const { world, printed, warned } = fakeWorld({ ...cloud, permissions: async () => report });
  return { code: await run(["iam", ...args], world), printed: printed.join("\n"), warned: warned.join("\n") };
};

it("shows by role what is unused, what was used and when last, and what was denied", async () => {
  const { code, printed } = await iam();

  expect(code).toBe(0);
  expect(printed).toBe(
    `App/Reader  stacks/function.ts:23  2 of 4 permissions unused
  denied      dynamodb:PutItem on table/a, 4 times, last 2026-11-25 16:47:57Z: no identity-based
              policy allows it (see stacks/permissions.ts:12 (App/Reader))
  unused      dynamodb:Scan, Query on table/a  stacks/permissions.ts:12
  used        dynamodb:GetItem 2 times; last 2026-11-25 16:47:57Z  stacks/permissions.ts:12
  used        s3:Get* (s3:GetObject, GetObjectTagging) 3 times on 3 resources of b/*; last
              2026-11-25 16:47:57Z; unused on c/*  stacks/permissions.ts:12
  AWS's own   AWSXRayDaemonWriteAccess: unused

Not judged, as no call was made with it yet: App/Idle.

Since 2026-11-25 16:00:00Z: 2 of 4 permissions unused, 1 call denied.`,
  );
});

it("says in words of one and of none what it counts", async () => {
  const { cloud } = fakeCloud({});
  const only = {
    ...report.roles[0]!,
    denials: [],
    managed: [],
    grants: [grant("s3:GetObject", { "arn:aws:s3:::b/*": 1 })],
  };
  const permissions = async () => ({
    ...report,
    roles: [only, { ...only, written: "App/Bare", grants: [] }],
  });
  const { world, printed } = fakeWorld({ ...cloud, permissions });

  expect(await run(["iam"], world)).toBe(0);
  expect(printed.join("\n")).toBe(
    `App/Reader  stacks/function.ts:23  one permission, used
  used        s3:GetObject once on 1 resource of b/*; last 2026-11-25 16:47:57Z
              stacks/permissions.ts:12

App/Bare  App/Bare  no permissions

Since 2026-11-25 16:00:00Z: one permission, used, nothing denied.`,
  );
});

it("shows the roles that are asked for, by construct, the last part of it or name", async () => {
  for (const name of ["App/Idle", "idle", "local-app-Idle"])
    expect((await iam("--role", name)).printed).toContain("no call was made with it yet: App/Idle.");
  const { code, warned } = await iam("--role", "nobody");

  expect(code).toBe(2);
  expect(warned).toContain('There is no role "nobody".\nThere are: App/Reader, App/Idle.');
});

it("fails on request where a role that was worked with has a permission it never used", async () => {
  expect((await iam("--unused-fails")).code).toBe(1);
  expect((await iam("--unused-fails", "--role", "Idle")).code).toBe(0);
  expect((await iam("--unused-fails", "--except", "dynamodb:S*")).code).toBe(1);
  expect((await iam("--unused-fails", "--except", "dynamodb:s*", "--except", "dynamodb:Query")).code).toBe(0);
});

it("prints JSON, with what was never used by itself", async () => {
  const { roles, since } = JSON.parse((await iam("--json")).printed);

  expect(since).toBe(report.since);
  expect(roles.map(({ role }: { role: string }) => role)).toEqual(["App/Reader", "App/Idle"]);
  expect(roles[0].unused.map(({ action }: Grant) => action)).toEqual(["dynamodb:Scan", "dynamodb:Query"]);
  expect(roles[1].unused).toEqual([]);
});

it("is for the local cloud", async () => {
  const { code, warned } = await iam("--stage", "prod");

  expect(code).toBe(2);
  expect(warned).toContain('iam is for the local cloud, and the stage "prod" is in AWS.');
});
