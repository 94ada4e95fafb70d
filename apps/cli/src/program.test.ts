import { describe, expect, it } from "vitest";
import { CouldNotRun } from "./errors.ts";
import { run } from "./program.ts";
import { type Answers, fakeCloud, fakeWorld } from "./testing.ts";

function setUp(answers: Answers = {}, changes: Parameters<typeof fakeWorld>[1] = {}) {
  const { cloud, asked } = fakeCloud(answers);
  return { asked, ...fakeWorld(cloud, changes) };
}

const completed: Answers = {
  StartBackupJob: ({ ResourceArn }) => ({ BackupJobId: `job of ${ResourceArn}` }),
  DescribeBackupJob: () => ({ State: "COMPLETED", BackupSizeInBytes: 1200, RecoveryPointArn: "arn:point" }),
};

const finding = { check: "contents", severity: "ERROR", subject: "id=7", sentence: "An item is missing." };
const result = (model: string, verdict: string, findings: unknown[] = []) => ({
  model,
  table: `${model}-1`,
  verdict,
  findings,
});
const verification = (ended: object): Answers => ({
  StartExecution: () => ({ executionArn: "arn:run" }),
  DescribeExecution: () => ({ executionArn: "arn:run", ...ended }),
});
const summary = (...results: unknown[]) => JSON.stringify({ runId: "run-1", results });

describe("backup", () => {
  it("backs up every table and ends with 0", async () => {
    const { world, asked, printed } = setUp(completed);

    expect(await run(["backup"], world)).toBe(0);
    expect(asked.filter(({ name }) => name === "StartBackupJob").map(({ input }) => input)).toEqual(
      ["Category-1", "Item-1", "Verification-1"].map((table) => ({
        BackupVaultName: "vault",
        ResourceArn: `arn:aws:dynamodb:eu-west-1:1:table/${table}`,
        IamRoleArn: "arn:aws:iam::1:role/backup",
        IdempotencyToken: expect.stringMatching(/^id-/),
        Lifecycle: { DeleteAfterDays: 35 },
      })),
    );
    expect(printed.join("\n")).toMatch(/Category\s+COMPLETED\s+1.2 kB\s+arn:point/);
  });

  it("waits until a job is over", async () => {
    const states = ["CREATED", "PENDING", "RUNNING", "COMPLETED"];
    const { world, asked } = setUp({ ...completed, DescribeBackupJob: () => ({ State: states.shift() }) });

    expect(await run(["backup", "--table", "item"], world)).toBe(0);
    expect(asked.filter(({ name }) => name === "DescribeBackupJob")).toHaveLength(4);
  });

  it.each(["FAILED", "EXPIRED", "ABORTED", "PARTIAL"])(
    "ends with 2 when a job is %s, and says why",
    async (State) => {
      const { world, printed, warned } = setUp({
        ...completed,
        DescribeBackupJob: () => ({ State, StatusMessage: "the role may not read the table" }),
      });

      expect(await run(["backup", "--table", "Item"], world)).toBe(2);
      expect(printed.join()).toContain("the role may not read the table");
      expect(warned.join()).toContain("1 of 1 backups didn't complete");
    },
  );

  it("refuses a table that isn't there and names those that are", async () => {
    const { world, asked, warned } = setUp(completed);

    expect(await run(["backup", "--table", "Itme"], world)).toBe(2);
    expect(warned.join()).toContain('no table "Itme"');
    expect(warned.join()).toContain("Item (Item-1)");
    expect(asked.map(({ name }) => name)).not.toContain("StartBackupJob");
  });

  it("says after Ctrl-C that the jobs go on", async () => {
    const interruption = new AbortController();
    const { world, warned } = setUp(
      {
        ...completed,
        DescribeBackupJob: () => {
          interruption.abort();
          return { State: "RUNNING" };
        },
      },
      { signal: interruption.signal },
    );

    expect(await run(["backup", "--table", "Item"], world)).toBe(130);
    expect(warned.join()).toContain("go on");
  });
});

describe("verify", () => {
  it("ends with 0 when every table passed", async () => {
    const { world, asked, printed } = setUp(
      verification({
        status: "SUCCEEDED",
        output: summary(result("Category", "PASSED"), result("Item", "PASSED")),
      }),
    );

    expect(await run(["verify", "--table", "Category", "--table", "Item"], world)).toBe(0);
    expect(asked.find(({ name }) => name === "StartExecution")?.input).toEqual({
      stateMachineArn: "arn:aws:states:eu-west-1:1:stateMachine:verification",
      name: "id-1",
      input: '{"tables":["Category-1","Item-1"]}',
    });
    expect(printed.join()).toContain("2 of 2 tables passed");
  });

  it("ends with 1 when a table failed, and prints the findings", async () => {
    const { world, printed } = setUp(
      verification({
        status: "FAILED",
        error: "VerificationNotPassed",
        cause: summary(result("Item", "FAILED", [finding])),
      }),
    );

    expect(await run(["verify", "--table", "Item"], world)).toBe(1);
    expect(printed.join()).toContain("FAILED  Item");
    expect(printed.join()).toContain("✖ contents: An item is missing. (id=7)");
  });

  it("ends with 1 when a run that succeeded holds a verdict that isn't PASSED", async () => {
    const { world } = setUp(
      verification({ status: "SUCCEEDED", output: summary(result("Item", "INCONCLUSIVE")) }),
    );

    expect(await run(["verify", "--table", "Item"], world)).toBe(1);
  });

  it("ends with 1 when a table got no verdict", async () => {
    const { world, printed } = setUp(
      verification({ status: "SUCCEEDED", output: summary(result("Category", "PASSED")) }),
    );

    expect(await run(["verify", "--table", "Category", "--table", "Item"], world)).toBe(1);
    expect(printed.join()).toContain("INCONCLUSIVE  Item");
  });

  it.each([
    ["failed for another reason", { status: "FAILED", error: "States.Runtime", cause: "no such state" }],
    ["timed out", { status: "TIMED_OUT" }],
    ["was stopped", { status: "ABORTED" }],
    ["left no summary", { status: "SUCCEEDED", output: "{}" }],
    ["left something else than JSON", { status: "FAILED", error: "VerificationNotPassed", cause: "<html>" }],
  ])("ends with 2 when the run %s", async (_, ended) => {
    const { world, printed, warned } = setUp(verification(ended));

    expect(await run(["verify"], world)).toBe(2);
    expect(printed).toEqual([]);
    expect(warned.join()).toContain("arn:run");
  });

  it("refuses a rule that isn't there and names those that are", async () => {
    const { world, asked, warned } = setUp();

    expect(await run(["verify", "--rule", "week"], world)).toBe(2);
    expect(warned.join()).toContain('no rule "week"');
    expect(warned.join()).toContain("daily, weekly");
    expect(asked.map(({ name }) => name)).not.toContain("StartExecution");
  });

  it("asks for the points of a rule, and passes on that the verifier knows no such rule", async () => {
    const { world, asked, warned } = setUp(
      verification({
        status: "FAILED",
        error: "InvalidRequest",
        cause: JSON.stringify({ errorMessage: "The backup policy has no rule weekly: choose from daily." }),
      }),
    );

    expect(await run(["verify", "--table", "Item", "--rule", "weekly"], world)).toBe(2);
    const input = asked.find(({ name }) => name === "StartExecution")?.input as { input: string };
    expect(JSON.parse(input.input)).toMatchObject({ tables: ["Item-1"], rule: "weekly" });
    expect(warned.join()).toContain("The backup policy has no rule weekly: choose from daily.");
  });

  it("prints one JSON document with --json", async () => {
    const { world, printed } = setUp(
      verification({
        status: "FAILED",
        error: "VerificationNotPassed",
        cause: summary(result("Item", "FAILED")),
      }),
    );

    expect(await run(["verify", "--table", "Item", "--json"], world)).toBe(1);
    expect(printed.map((text) => JSON.parse(text))).toEqual([
      { runId: "run-1", passed: false, seconds: 0, kept: [], results: [result("Item", "FAILED")] },
    ]);
  });
});

describe("points", () => {
  const point = (day: number) => ({
    RecoveryPointArn: `arn:aws:backup:eu-west-1:1:recovery-point:${day}`,
    Status: "COMPLETED",
    CreationDate: new Date(`2025-12-${day}T00:00:00Z`),
    BackupSizeInBytes: 5000,
    CalculatedLifecycle: { DeleteAt: new Date("2026-02-01T00:00:00Z") },
  });
  const answers: Answers = {
    ListRecoveryPointsByBackupVault: ({ ByResourceArn }) => ({
      RecoveryPoints: String(ByResourceArn).endsWith("/Item-1")
        ? [point(29), { ...point(31), CreatedBy: { BackupRuleName: "daily" } }]
        : [],
    }),
    Query: () => ({
      Items: [
        {
          recoveryPointArn: { S: point(29).RecoveryPointArn },
          verdict: { S: "PASSED" },
          startedAt: { S: "t" },
        },
      ],
    }),
  };

  it("lists them newest first, with the verdict on each", async () => {
    const { world, printed } = setUp(answers);

    expect(await run(["points"], world)).toBe(0);
    const lines = printed.join("\n").split("\n");
    expect(lines[1]).toMatch(
      /^Item\s+2025-12-31 00:00:00Z\s+1 day\s+daily\s+5.0 kB\s+COMPLETED\s+2026-02-01\s+not verified\s+31$/,
    );
    expect(lines[2]).toMatch(/^Item\s+2025-12-29.*3 days\s+on demand.*PASSED\s+29$/);
  });

  it("names the tables that have none", async () => {
    const { world, printed } = setUp(answers);

    await run(["points"], world);
    expect(printed.join()).toContain("No recovery point: Category, Verification.");
  });

  it("gives all of it as JSON", async () => {
    const { world, printed } = setUp(answers);

    await run(["points", "--json", "--table", "Item"], world);
    expect(JSON.parse(printed.join()).points[1]).toEqual({
      model: "Item",
      table: "Item-1",
      recoveryPointArn: point(29).RecoveryPointArn,
      status: "COMPLETED",
      createdAt: "2025-12-29T00:00:00.000Z",
      expiresAt: "2026-02-01T00:00:00.000Z",
      bytes: 5000,
      verdict: "PASSED",
      verifiedAt: "t",
    });
  });
});

describe("every command", () => {
  it.each([
    [["pints"], "unknown command 'pints'"],
    [["points", "--tabel", "x"], "unknown option '--tabel'"],
    [["up", "--port", "70000"], "whole number from 1 to 65534"],
    [["up", "--port", ""], "whole number from 1 to 65534"],
    [["up", "--dynamodb", "localhost:8000"], "http://127.0.0.1:8000"],
    [["up", "--stage", "prod"], "on this machine only"],
    [["break", "--stage", "prod"], "on this machine only"],
    [["backup", "--keep-days", "0"], "whole number from 1 to 36500"],
    [["verify", "now"], "too many arguments"],
  ])("refuses %j with 2", async (args, message) => {
    const { world, warned } = setUp();

    expect(await run(args, world)).toBe(2);
    expect(warned.join("\n")).toContain(message);
  });

  it.each(["up", "backup", "points", "verify", "break", "fault", "logs", "clock", "teardown", "mfa"])(
    "shows help with examples for %s",
    async (name) => {
      const { world, printed } = setUp();

      expect(await run([name, "--help"], world)).toBe(0);
      expect(printed.join("\n")).toContain(`holdfast ${name}`);
      expect(printed.join("\n")).toContain("--json");
    },
  );

  it("ends with 2 when no cloud can be reached, and says what to do", async () => {
    const { world, warned } = setUp(
      {},
      {
        connect: async () => {
          throw new CouldNotRun("Nothing is running.", { next: "npm start" });
        },
      },
    );

    expect(await run(["points"], world)).toBe(2);
    expect(warned).toEqual(["Nothing is running.\nnpm start"]);
  });

  it("gives a failure as JSON with --json", async () => {
    const { world, printed } = setUp({
      DescribeStacks: () => {
        throw Object.assign(new Error("Stack with id test-holdfast-Api does not exist"), {
          name: "ValidationError",
        });
      },
    });

    expect(await run(["points", "--json"], world)).toBe(2);
    expect(JSON.parse(printed.join()).error.message).toBe("Stage test has no stack test-holdfast-Api.");
  });

  it("gives a usage error as JSON with --json", async () => {
    const { world, printed } = setUp();

    expect(await run(["points", "--tabel", "--json"], world)).toBe(2);
    expect(JSON.parse(printed.join()).error.message).toContain("unknown option '--tabel'");
  });

  it("shows no stack trace of an unexpected error unless asked to", async () => {
    const broken: Answers = {
      DescribeStacks: () => {
        throw new TypeError("x is undefined");
      },
    };
    const quiet = setUp(broken);
    const debugging = setUp(broken, { debug: true });

    expect(await run(["points"], quiet.world)).toBe(2);
    expect(await run(["points"], debugging.world)).toBe(2);
    expect(quiet.warned.join()).not.toContain("at ");
    expect(debugging.warned.join()).toContain("program.test.ts");
  });
});
