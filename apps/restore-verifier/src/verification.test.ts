import { createHash, randomBytes } from "node:crypto";
import { checkChain, commitmentTo } from "@holdfast/restore-check";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { RESTORE_PREFIX } from "./settings.ts";
import { refusal } from "./testing/client.ts";
import { beast, cloud } from "./testing/cloud.ts";
import { functions } from "./testing/functions.ts";
import { allStates, execute, functionOf } from "./testing/machine.ts";

let aws = cloud();
vi.mock("./services.ts", () => ({ services: () => aws.services }));
beforeEach(() => {
  aws = cloud();
});

const breaks = (message: string) => async () => {
  throw new Error(message);
};

/** The verdict recorded on each model. */
function verdicts() {
  return Object.fromEntries(Object.values(aws.rows).map(({ modelName, verdict }) => [modelName, verdict]));
}

/** What the verdict on a model says in its errors. */
function errors(model: string): string[] {
  const findings = aws.rows[`run-1-${model}`]!.findings as {
    severity: string;
    subject?: string;
    sentence: string;
  }[];
  return findings
    .filter(({ severity }) => severity === "ERROR")
    .map(({ subject, sentence }) => [subject, sentence].filter(Boolean).join(" "));
}

test("names a function for every task, and no other", () => {
  const called = Object.values(allStates())
    .filter(({ Type }) => Type === "Task")
    .map(functionOf);
  expect(new Set(called)).toEqual(new Set(Object.keys(functions)));
});

test("lets no task fail unhandled, and gives each a time limit", () => {
  for (const [name, state] of Object.entries(allStates())) {
    if (state.Type !== "Task") continue;
    expect(state.Catch.at(-1).ErrorEquals, name).toEqual(["States.ALL"]);
    expect(state.TimeoutSeconds ?? state.TimeoutSecondsPath, name).toBeTruthy();
    expect(state.Retry.length, name).toBeGreaterThan(1);
  }
});

test("passes sound recovery points of all tables, and leaves no restored table behind", async () => {
  const execution = await execute(functions);
  expect(execution).toMatchObject({
    status: "SUCCEEDED",
    output: { runId: "run-1", verdict: "PASSED", swept: [], kept: [] },
  });
  expect(execution.output.results).toMatchObject([
    {
      model: "Category",
      table: "Category-api",
      verdict: "PASSED",
      liveItems: 2,
      restoredItems: 2,
      differences: 0,
      restoreSeconds: 1.5,
    },
    { model: "Item", table: "Item-api", verdict: "PASSED", recoveryPointArn: "point:item" },
  ]);
  expect(verdicts()).toEqual({ Category: "PASSED", Item: "PASSED" });
  expect(aws.restored()).toEqual([]);
});

test("restores into tables named after the run, with the encryption said and no tags", async () => {
  await execute(functions);
  const job = Object.values(aws.restores).find(({ input }) => input.RecoveryPointArn === "point:category");
  expect(job!.input).toEqual({
    RecoveryPointArn: "point:category",
    ResourceType: "DynamoDB",
    IamRoleArn: "arn:aws:iam::123456789012:role/Restore",
    IdempotencyToken: expect.stringMatching(/^[0-9a-f]{64}$/),
    CopySourceTagsToRestoredResource: false,
    Metadata: { targetTableName: `${RESTORE_PREFIX}run-1-Category`, encryptionType: "Default" },
  });
});

test("verifies only the tables it is asked for, by model or by table name", async () => {
  await execute(functions, { tables: ["Item-api"] });
  expect(verdicts()).toEqual({ Item: "PASSED" });
  await execute(functions, { tables: ["Category"] }, "run-2");
  expect(verdicts()).toEqual({ Category: "PASSED", Item: "PASSED" });
});

test("fails the bad one of two tables, names the key, and passes the other", async () => {
  aws.points["Item-api"]![0]!.items = [beast("i-1"), beast("i-2", "Troll")];
  const { status, error, cause } = await execute(functions);
  expect([status, error]).toEqual(["FAILED", "VerificationNotPassed"]);
  expect(JSON.parse(cause!)).toMatchObject({
    runId: "run-1",
    verdict: "FAILED",
    results: [
      { model: "Category", verdict: "PASSED" },
      {
        model: "Item",
        verdict: "FAILED",
        findings: expect.arrayContaining([expect.objectContaining({ subject: "id=i-2" })]),
      },
    ],
  });
  expect(verdicts()).toEqual({ Category: "PASSED", Item: "FAILED" });
  expect(aws.restored()).toEqual([]);
});

test("passes a table from which items were deleted and to which items were added since", async () => {
  aws.remove("Item-api", "i-2", new Date("2026-03-01T05:30:00Z"));
  const later = { S: "2026-03-01T05:30:00.000Z" };
  aws.tables["Item-api"]!.push({ ...beast("i-3"), createdAt: later, updatedAt: later });
  expect(await execute(functions)).toMatchObject({ status: "SUCCEEDED" });
});

describe("records a verdict on every table, deletes what it restored, and does not succeed", () => {
  test("when a table has no recovery point", async () => {
    aws.points["Item-api"] = [{ arn: "point:old", status: "EXPIRED", createdAt: new Date(0), items: [] }];
    expect(await execute(functions)).toMatchObject({ status: "FAILED", error: "VerificationNotPassed" });
    expect(verdicts()).toEqual({ Category: "PASSED", Item: "FAILED" });
    expect(errors("Item")[0]).toContain("Item-api has no COMPLETED recovery point in the vault");
  });

  test("when a table doesn't exist any more", async () => {
    delete aws.tables["Item-api"];
    expect(await execute(functions)).toMatchObject({ error: "VerificationNotPassed" });
    expect(verdicts()).toEqual({ Category: "PASSED", Item: "INCONCLUSIVE" });
    expect(errors("Item")[0]).toContain("Table: Item-api not found");
  });

  test.each([
    ["a restored table is gone", `${RESTORE_PREFIX}run-1-Item`],
    ["a live table is gone", "Item-api"],
  ])("when %s once the restore is done", async (_, gone) => {
    const plan = async (event: unknown) => {
      delete aws.tables[gone];
      return functions.plan(event);
    };
    expect(await execute({ ...functions, plan })).toMatchObject({ error: "VerificationNotPassed" });
    expect(verdicts()).toEqual({ Category: "PASSED", Item: "INCONCLUSIVE" });
    expect(errors("Item")[0]).toContain(`Table: ${gone} not found`);
    expect(aws.restored()).toEqual([]);
  });

  test("when restores fail", async () => {
    aws.world.restoreStatus = "FAILED";
    expect(await execute(functions)).toMatchObject({ error: "VerificationNotPassed" });
    expect(verdicts()).toEqual({ Category: "INCONCLUSIVE", Item: "INCONCLUSIVE" });
    expect(errors("Item")[0]).toMatch(/^Restore job job-.+ ended as FAILED: It is FAILED\.$/);
  });

  test("when a restore is never done", async () => {
    aws.world.pollsUntilRestored = Number.POSITIVE_INFINITY;
    let time = Date.parse("2026-03-01T06:00:00Z");
    aws.services.clock.now = () => {
      time += 60_000;
      return new Date(time);
    };
    expect(await execute(functions)).toMatchObject({ error: "VerificationNotPassed" });
    expect(verdicts()).toEqual({ Category: "INCONCLUSIVE", Item: "INCONCLUSIVE" });
    expect(errors("Item")[0]).toContain("ended as TIMED_OUT: Not restored after 4 hours.");
  });

  test.each([
    ["startRestore", "The restore could not be started: Error: Kaputt."],
    ["awaitRestore", "How the restore stands could not be read: Error: Kaputt."],
    ["check", "The tables could not be compared: Error: Kaputt."],
    ["pick", "The run broke: Error: Kaputt."],
  ] as const)("when %s breaks", async (step, sentence) => {
    const execution = await execute({ ...functions, [step]: breaks("Kaputt.") });
    expect(execution).toMatchObject({ status: "FAILED", error: "VerificationNotPassed" });
    expect(JSON.parse(execution.cause!)).toMatchObject({
      verdict: "INCONCLUSIVE",
      results: [{ model: "Category" }, { model: "Item" }],
    });
    expect(verdicts()).toEqual({ Category: "INCONCLUSIVE", Item: "INCONCLUSIVE" });
    expect(errors("Item")[0]).toBe(sentence);
    expect(aws.restored()).toEqual([]);
  });

  test("when a table's contents can't be read", async () => {
    aws.points["Item-api"]![0]!.items = [{ id: { S: "i-1" }, name: { X: "Ogre" } as never }];
    expect(await execute(functions)).toMatchObject({ error: "VerificationNotPassed" });
    expect(verdicts()).toEqual({ Category: "PASSED", Item: "INCONCLUSIVE" });
    expect(errors("Item")[0]).toContain('Item id=i-1 holds an attribute of type "X"');
  });

  test("when the restored table is empty", async () => {
    aws.points["Item-api"]![0]!.items = [];
    await execute(functions);
    expect(verdicts()).toEqual({ Category: "PASSED", Item: "FAILED" });
  });

  test("when the recovery point is older than the objective", async () => {
    aws.services.settings.rpoHours = 0.5;
    await execute(functions);
    expect(verdicts()).toEqual({ Category: "FAILED", Item: "FAILED" });
    expect(errors("Item")[0]).toContain("point:item The recovery point is 1.0 hours old");
  });
});

test("does not count a verdict when recording it never came to its end", async () => {
  const dying = async (event: unknown) => {
    await functions.record(event);
    throw new Error("The Lambda died after writing.");
  };
  const { error, cause } = await execute({ ...functions, record: dying });
  expect(error).toBe("VerificationNotPassed");
  const sentence = expect.stringContaining("The Lambda died after writing.");
  expect(JSON.parse(cause!).results[0]).toMatchObject({ verdict: "INCONCLUSIVE", findings: [{ sentence }] });
});

test("takes a verdict that was recorded by an attempt that died for the verdict", async () => {
  let attempts = 0;
  const dying = async (event: unknown) => {
    const result = await functions.record(event);
    if (++attempts <= 2) throw new Error("The Lambda died after writing.");
    return result;
  };
  expect(await execute({ ...functions, record: dying })).toMatchObject({ status: "SUCCEEDED" });
  expect(Object.keys(aws.rows)).toHaveLength(2);
});

test("does not succeed when no verdict could be recorded", async () => {
  const execution = await execute({
    ...functions,
    pick: breaks("Kaputt."),
    record: breaks("AppSync is gone."),
  });
  expect(execution).toMatchObject({ status: "FAILED", error: "VerificationNotPassed" });
  expect(JSON.parse(execution.cause!)).toMatchObject({ verdict: "INCONCLUSIVE", results: [] });
});

test("tries a step again before it gives up", async () => {
  let attempts = 0;
  const flaky = async (event: unknown) => {
    if (++attempts === 1) throw new Error("Throttled.");
    return functions.check(event);
  };
  expect(await execute({ ...functions, check: flaky }, { tables: ["Item"] })).toMatchObject({
    status: "SUCCEEDED",
  });
});

test.each([
  [{ tables: ["Dragon"] }, "No protected table is called Dragon: choose from Category, Item."],
  [{ tables: [] }, "Invalid length"],
  [{ tables: "Item" }, 'Give {}, {"tables": ["Category"]} or {"rule": "weekly"}.'],
  [[], "The execution's input is not as expected"],
])("refuses the input %j", async (input, message) => {
  const { status, error, cause } = await execute(functions, input);
  expect([status, error]).toEqual(["FAILED", "InvalidRequest"]);
  expect(cause).toContain(JSON.stringify(message).slice(1, -1));
  expect(aws.rows).toEqual({});
});

test("deletes what killed runs left behind, and nothing of a run under way", async () => {
  const [left, running] = [`${RESTORE_PREFIX}killed-Item`, `${RESTORE_PREFIX}other-Item`];
  Object.assign(aws.tables, { [left]: [], [running]: [], [`${RESTORE_PREFIX}forgotten-Item`]: [] });
  Object.assign(aws.executions, { killed: "ABORTED", other: "RUNNING" });
  const { output } = await execute(functions);
  expect(output.swept).toEqual([left, `${RESTORE_PREFIX}forgotten-Item`]);
  expect(aws.restored()).toEqual([running]);
});

test("verifies although the sweep breaks, and says so", async () => {
  const { status, output } = await execute({ ...functions, sweep: breaks("Kaputt.") });
  expect(status).toBe("SUCCEEDED");
  expect(output.kept[0].reason).toContain("The sweep broke");
});

test("does not succeed when it can't clean up", async () => {
  expect(await execute({ ...functions, cleanUp: breaks("Kaputt.") })).toMatchObject({
    status: "FAILED",
    error: "NotCleanedUp",
  });
  expect(aws.restored()).toHaveLength(2);
});

test("says that it could not clean up, though a timeout gives no cause", async () => {
  const problem = { Error: "States.Timeout" };
  expect(await execute(functions, { problem }, "run-1", "NotCleanedUp")).toEqual({
    status: "FAILED",
    error: "NotCleanedUp",
    cause: JSON.stringify(problem),
  });
});

describe("an AWS Backup that is unavailable", () => {
  function unavailable(times: number, table = "") {
    const { send } = aws.services.backup;
    let asked = 0;
    aws.services.backup.send = (async (command: { input: { ByResourceArn?: string } }) => {
      if (command.input.ByResourceArn?.endsWith(table) && asked++ < times)
        throw refusal("ServiceUnavailableException");
      return send(command as never);
    }) as typeof send;
  }

  test("is asked again for minutes", async () => {
    unavailable(5);
    expect(await execute(functions)).toMatchObject({ status: "SUCCEEDED" });
    expect(verdicts()).toEqual({ Category: "PASSED", Item: "PASSED" });
  });

  test("for one table keeps no other from being verified", async () => {
    unavailable(Number.POSITIVE_INFINITY, "/Item-api");
    expect(await execute(functions)).toMatchObject({ error: "VerificationNotPassed" });
    expect(verdicts()).toEqual({ Category: "PASSED", Item: "INCONCLUSIVE" });
    expect(errors("Item")[0]).toContain("ServiceUnavailableException");
  });
});

test("waits for a deletion that is recorded late, for as long as it is told to", async () => {
  const late = async (patience: number) => {
    aws = cloud();
    aws.services.settings.deletionPatienceSeconds = patience;
    aws.tables["Item-api"] = [beast("i-1")];
    let waited = 0;
    aws.services.clock.sleep = async (seconds) => {
      waited += seconds;
      if (waited >= 60) aws.remove("Item-api", "i-2", new Date("2026-03-01T05:30:00.000Z"));
    };
    await execute(functions);
    return verdicts().Item;
  };
  expect(await late(120)).toBe("PASSED");
  expect(await late(30)).toBe("FAILED");
});

test("two runs at once keep out of each other's way", async () => {
  Object.assign(aws.executions, { one: "RUNNING", two: "RUNNING" });
  const runs = await Promise.all([execute(functions, {}, "one"), execute(functions, {}, "two")]);
  expect(runs.map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
  expect(Object.keys(aws.rows)).toHaveLength(4);
});

describe("when more differs than sums can name", () => {
  const later = { S: "2026-03-01T05:30:00.000Z" };
  const many = Array.from({ length: 1000 }, (_, number) => beast(`i-${number}`));
  const units = () =>
    [...aws.world.store.objects.keys()].filter((key) => /runs\/run-1\/items\/\d+\/0\.json$/.test(key));
  beforeEach(() => {
    aws.points["Item-api"]![0]!.items = many;
  });

  test("reads every item, joins both sides, and passes what was written since but for what is proven", async () => {
    aws.tables["Item-api"] = many.map((item, number) =>
      number < 10 ? item : { ...item, name: { S: "Troll" }, updatedAt: later },
    );
    const { status, output } = await execute(functions, { tables: ["Item"] });
    expect(status).toBe("SUCCEEDED");
    expect(output.results[0]).toMatchObject({ liveItems: 1000, restoredItems: 1000, differences: 0 });
    expect(output.results[0].findings[0].sentence).toContain("10 items verified equal, 990 not verified");
    expect(units()).toHaveLength(2);
  });

  test("finds the one that is wrong among them", async () => {
    aws.tables["Item-api"] = many.map((item, number) =>
      number === 7 ? { ...item, name: { S: "Troll" } } : { ...item, updatedAt: later },
    );
    await execute(functions);
    expect(verdicts()).toEqual({ Category: "PASSED", Item: "FAILED" });
    expect(errors("Item")).toEqual([expect.stringMatching(/^id=i-7 The restored item differs/)]);
  });

  test("does not pass when the join never came to its end", async () => {
    aws.tables["Item-api"] = many.map((item) => ({ ...item, updatedAt: later }));
    await execute({ ...functions, joinSides: breaks("Out of memory.") });
    expect(verdicts()).toEqual({ Category: "PASSED", Item: "INCONCLUSIVE" });
    expect(errors("Item")[0]).toContain("The tables were not joined to the end: bucket 0 of 1 is missing.");
  });
});

describe("references between tables", () => {
  const inCategory = (id: string, category: string) => ({ ...beast(id), categoryID: { S: category } });
  beforeEach(() => {
    aws.services.referencesOf = (model) =>
      model === "Item" ? [{ from: "Item", to: "Category", key: { id: "categoryID" } }] : [];
    const items = [inCategory("i-1", "c-1"), inCategory("i-2", "c-2")];
    aws.tables["Item-api"] = items;
    aws.points["Item-api"]![0]!.items = items;
  });

  test("resolve inside the restored set", async () => {
    expect(await execute(functions)).toMatchObject({ status: "SUCCEEDED" });
  });

  test("fail the table whose items refer to what did not come back", async () => {
    aws.points["Category-api"]![0]!.items = [beast("c-1")];
    await execute(functions);
    expect(verdicts()).toEqual({ Category: "FAILED", Item: "FAILED" });
    expect(errors("Item")).toEqual([
      "id=i-2 It refers to a Category that should have come back and is not in the restored set.",
    ]);
  });

  test("pass what dangled before the backup, with a warning", async () => {
    aws.tables["Category-api"] = [beast("c-1")];
    aws.points["Category-api"]![0]!.items = [beast("c-1")];
    await execute(functions);
    expect(verdicts()).toEqual({ Category: "PASSED", Item: "PASSED" });
    expect(JSON.stringify(aws.rows["run-1-Item"])).toContain("the reference dangled before the backup");
  });

  test("can't be checked when the other table did not come back, and needn't when it wasn't asked for", async () => {
    aws.points["Category-api"] = [];
    await execute(functions);
    expect(verdicts()).toEqual({ Category: "FAILED", Item: "INCONCLUSIVE" });
    expect(errors("Item")[0]).toContain("Category could not be restored and read in this run.");
    expect(await execute(functions, { tables: ["Item"] }, "run-2")).toMatchObject({ status: "SUCCEEDED" });
  });

  test("are not taken for checked when a join never came to its end", async () => {
    await execute({ ...functions, joinRelations: breaks("Out of memory.") });
    expect(verdicts()).toEqual({ Category: "PASSED", Item: "INCONCLUSIVE" });
    expect(errors("Item")[0]).toContain("References to Category were not joined to the end");
  });
});

test("runs the checks that the policy asks for and no others, and the evidence says which", async () => {
  aws.services.settings.checks = ["recoveryPoint", "structure", "contents", "model"];
  aws.services.referencesOf = (model) =>
    model === "Item" ? [{ from: "Item", to: "Category", key: { id: "categoryID" } }] : [];
  aws.points["Item-api"]![0]!.items = aws.tables["Item-api"]!;
  expect(await execute(functions)).toMatchObject({ status: "SUCCEEDED" });
  const findings = aws.rows["run-1-Item"]!.findings as { check: string; sentence: string }[];
  expect(
    findings.filter(({ sentence }) => sentence.startsWith("Not run: ")).map(({ check }) => check),
  ).toEqual(["relations", "time", "settings"]);
  const [entry] = [...aws.world.evidence.objects.values()].map((bytes) => JSON.parse(bytes.toString()));
  expect(entry.required).toEqual({ checks: aws.services.settings.checks, mostUnverified: 1 });
});

test("passes no table of which the policy's bound on what is unverified is exceeded", async () => {
  aws.services.settings.mostUnverified = 0.4;
  const later = { S: "2026-03-01T05:30:00.000Z" };
  const [first, second] = aws.tables["Item-api"]!;
  aws.tables["Item-api"] = [first!, { ...second!, name: { S: "Troll" }, updatedAt: later }];
  await execute(functions);
  expect(verdicts()).toEqual({ Category: "PASSED", Item: "INCONCLUSIVE" });
  expect(errors("Item")[0]).toContain("the policy accepts 40 %");
});

test("voids the verdict of a table of which a part was not read, and of no other", async () => {
  const { readPage } = aws.services;
  aws.services.readPage = async (input) => {
    if (input.TableName === "Item-api") throw new Error("Throttled for ever.");
    return readPage(input);
  };
  await execute(functions);
  expect(verdicts()).toEqual({ Category: "PASSED", Item: "INCONCLUSIVE" });
  expect(errors("Item")[0]).toContain(
    "The live table was not read to its end: segments 0 to 0 of 1 left no summary.",
  );
});

test("commits to the seed before it reads, and keys every run with another", async () => {
  aws.services.newSeed = () => randomBytes(32);
  const commitments = async (name: string) => {
    await execute(functions, {}, name);
    return aws.world.lines.flatMap((line) => (line.runId === name && line.seedCommitment) || []);
  };
  const [first] = await commitments("run-1");
  const [second] = await commitments("run-2");
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(second).not.toBe(first);
  const seed = JSON.parse(aws.world.store.objects.get("runs/run-1/seed.json")!.toString()).seed;
  expect(createHash("sha256").update(Buffer.from(seed, "hex")).digest("hex")).toBe(first);
});

test("uses what an attempt that died had finished, and none of what it had not", async () => {
  let attempts = 0;
  const dying = async (event: unknown) => {
    const done = await functions.scan(event);
    if (++attempts <= 2) throw new Error("The Lambda died after writing.");
    return done;
  };
  expect(await execute({ ...functions, scan: dying })).toMatchObject({ status: "SUCCEEDED" });
  const receipts = [...aws.world.store.objects.keys()].filter((key) => /sums\/\d+\/0\.json$/.test(key));
  expect(receipts).toHaveLength(4);
});

test("keeps no item's contents in what its steps hand on", async () => {
  await execute(functions);
  for (const [key, body] of aws.world.store.objects) {
    const inline = [...body.toString().matchAll(/"base64":"([^"]*)"/g)].map(([, text]) => text!);
    for (const bytes of [body, ...inline.map((text) => Buffer.from(text, "base64"))])
      expect(bytes.includes("Ogre"), key).toBe(false);
  }
});

test("leaves a chain of evidence: each table's verdict, then what the run cleaned up and its seed", async () => {
  await execute(functions, { startedBy: "ann" });
  const files = [...aws.world.evidence.objects].map(([key, bytes]) => ({
    name: key.replace("evidence/", ""),
    bytes,
  }));
  const entries: Record<string, unknown>[] = [];
  expect((await checkChain(files, (entry) => entries.push(entry))).problems).toEqual([]);
  expect(entries.map(({ kind, modelName }) => modelName ?? kind).sort()).toEqual(["Category", "Item", "run"]);
  const table = entries.find(({ modelName }) => modelName === "Item")!;
  const run = entries.find(({ kind }) => kind === "run") as { seed: string; cleanUp: { deleted: string[] } };
  expect(table).toMatchObject({ startedBy: "ann", liveItems: 2, restoredItems: 2 });
  expect(table.liveSum).toBe(table.restoredSum);
  expect(commitmentTo(Buffer.from(run.seed, "hex"))).toBe(table.seedCommitment);
  expect(run.cleanUp.deleted).toHaveLength(2);
  expect(JSON.stringify(entries)).not.toContain("Ogre");
});
