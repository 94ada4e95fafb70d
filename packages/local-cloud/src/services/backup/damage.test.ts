import { copyFile, cp, readdir, readFile, rename, rm, truncate, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { DisableKeyCommand, EnableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { serve } from "../kms/testing.ts";
import {
  backUp,
  createWorld,
  largeItems,
  makeTable,
  restore,
  someItems,
  vaultName,
  type World,
} from "./testing.ts";

let world: World;
let pointArn: string;
let folder: string;
let chunks: number;

const folderOf = (arn: string) => join(world.dataDir, "backup", "vaults", vaultName, arn.split(":").at(-1)!);
const chunk = (number: number) => join(folder, `0000000${number}.chunk`);

async function start(): Promise<void> {
  world = await createWorld();
  await makeTable(world, "Item", largeItems(250));
  pointArn = (await backUp(world, "Item")).RecoveryPointArn!;
  folder = folderOf(pointArn);
}

/** The message of the restore job that fails; checks that it left no table. */
async function failure(arn = pointArn): Promise<string> {
  const { Status, StatusMessage, CreatedResourceArn } = await restore(world, arn, "Item-restored");
  expect({ Status, CreatedResourceArn }).toEqual({ Status: "FAILED", CreatedResourceArn: undefined });
  expect((await world.dynamodb.send(new ListTablesCommand({}))).TableNames).not.toContain("Item-restored");
  return StatusMessage!;
}

async function flipBit(path: string, at: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at < 0 ? bytes.length + at : at]! ^= 1;
  await writeFile(path, bytes);
}

async function change(path: string, edit: (content: Record<string, string>) => object): Promise<void> {
  await writeFile(path, JSON.stringify(edit(JSON.parse(await readFile(path, "utf8")))));
}

describe("a restore of a damaged recovery point fails and names", () => {
  let whole: string;
  beforeAll(async () => {
    await start();
    chunks = (await readdir(folder)).filter((name) => name.endsWith(".chunk")).length;
    expect(chunks).toBeGreaterThanOrEqual(4);
    whole = join(world.dataDir, "whole");
    await cp(folder, whole, { recursive: true });
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
    await cp(whole, folder, { recursive: true });
    await world.restart();
  });
  afterAll(() => world.close());

  it.each([
    ["the first byte", 0],
    ["a byte within", 100],
    ["the last byte of the tag", -1],
  ])("a chunk with a flipped bit in %s", async (_, at) => {
    await flipBit(chunk(3), at);
    expect(await failure()).toBe(
      `Recovery point ${pointArn} is damaged: chunk 3 of ${chunks} was changed or cut: its checksum is another.`,
    );
  });

  it("a chunk that is missing", async () => {
    await unlink(chunk(2));
    expect(await failure()).toContain(`: chunk 2 of ${chunks} is missing.`);
  });

  it("the last chunk when that is missing", async () => {
    await unlink(chunk(chunks));
    expect(await failure()).toContain(`: chunk ${chunks} of ${chunks} is missing.`);
  });

  it("a chunk that is cut short", async () => {
    await truncate(chunk(4), 100);
    expect(await failure()).toContain(`: chunk 4 of ${chunks} was changed or cut`);
  });

  it("an empty chunk", async () => {
    await truncate(chunk(1), 0);
    expect(await failure()).toContain(`: chunk 1 of ${chunks} was changed or cut`);
  });

  it("the first of two chunks that changed places", async () => {
    await rename(chunk(2), `${chunk(2)}.aside`);
    await rename(chunk(3), chunk(2));
    await rename(`${chunk(2)}.aside`, chunk(3));
    expect(await failure()).toContain(`: chunk 2 of ${chunks} is whole, but was not written in this place.`);
  });

  it("a chunk of another recovery point of the same table", async () => {
    const other = (await backUp(world, "Item")).RecoveryPointArn!;
    await copyFile(join(folderOf(other), "00000001.chunk"), chunk(1));
    expect(await failure()).toContain(`: chunk 1 of ${chunks} is whole, but was not written in this place.`);
  });

  it("a chunk too many", async () => {
    await copyFile(chunk(1), join(folder, "00000099.chunk"));
    expect(await failure()).toContain("00000099.chunk doesn't belong to this recovery point");
  });

  it("a chunk that is there twice", async () => {
    await copyFile(chunk(1), chunk(2));
    expect(await failure()).toContain(`: chunk 2 of ${chunks} is whole, but was not written in this place.`);
  });

  it("a creation date that was changed", async () => {
    await change(join(folder, "point.json"), (point) => ({
      ...point,
      creationDate: "2020-01-01T00:00:00.000Z",
    }));
    await world.restart();
    expect(await failure()).toContain("its creationDate was changed to 2020-01-01T00:00:00.000Z");
  });

  it("a table's name that was changed", async () => {
    await change(join(folder, "point.json"), (point) => ({ ...point, resourceArn: `${point.resourceArn}2` }));
    await world.restart();
    expect(await failure()).toContain("its resourceArn was changed");
  });

  it("a manifest of an earlier format", async () => {
    await change(join(folder, "manifest.json"), (file) => ({ ...file, format: 1 }));
    expect(await failure()).toContain("the manifest is of format 1, and this version reads 2");
  });

  it("a manifest that is missing", async () => {
    await unlink(join(folder, "manifest.json"));
    expect(await failure()).toContain("the manifest can't be read (ENOENT)");
  });

  it("a manifest that is cut short", async () => {
    await truncate(join(folder, "manifest.json"), 50);
    expect(await failure()).toContain("the manifest isn't JSON");
  });

  it("a manifest that was changed", async () => {
    await change(join(folder, "manifest.json"), (file) => ({
      ...file,
      manifest: `AAAA${file.manifest!.slice(4)}`,
    }));
    expect(await failure()).toContain("the manifest was changed or cut");
  });

  it("the data key of another recovery point", async () => {
    const other = (await backUp(world, "Item")).RecoveryPointArn!;
    const { dataKey } = JSON.parse(await readFile(join(folderOf(other), "manifest.json"), "utf8"));
    await change(join(folder, "manifest.json"), (file) => ({ ...file, dataKey }));
    expect(await failure()).toContain(
      "the data key in the manifest can't be opened by KMS: The ciphertext is invalid",
    );
  });

  it("another recovery point's whole content in its place", async () => {
    await makeTable(world, "Other", someItems(3));
    const other = (await backUp(world, "Other")).RecoveryPointArn!;
    const point = await readFile(join(folder, "point.json"));
    await rm(folder, { recursive: true });
    await rename(folderOf(other), folder);
    await writeFile(join(folder, "point.json"), point);
    expect(await failure()).toContain("the data key in the manifest can't be opened by KMS");
  });

  it("an empty table's manifest when that was changed", async () => {
    await makeTable(world, "Empty");
    const empty = (await backUp(world, "Empty")).RecoveryPointArn!;
    await flipBit(join(folderOf(empty), "manifest.json"), -30);
    expect(await failure(empty)).toMatch(/the manifest (was changed or cut|isn't base64)/);
  });
});

describe("the vault's KMS key", () => {
  beforeEach(start);
  afterEach(() => world.close());

  it("opens nothing when its material is another", async () => {
    const keys = join(world.dataDir, "kms", "keys");
    const id = await vaultKeyId();
    await change(join(keys, `${id}.json`), (key) => ({
      ...key,
      material: Buffer.alloc(32).toString("base64"),
    }));
    await world.restart();
    expect(await failure()).toContain(
      "the data key in the manifest can't be opened by KMS: The ciphertext is invalid",
    );
  });

  it("opens nothing and wraps nothing while it is disabled", async () => {
    const served = await serve(world.kms.service);
    const kms = new KMSClient(served.connection);
    const KeyId = await vaultKeyId();
    await kms.send(new DisableKeyCommand({ KeyId }));
    expect(await failure()).toContain("is disabled");
    expect(await backUp(world, "Item")).toMatchObject({
      State: "FAILED",
      StatusMessage: expect.stringContaining("is disabled"),
    });
    await kms.send(new EnableKeyCommand({ KeyId }));
    expect((await restore(world, pointArn, "Item-restored")).Status).toBe("COMPLETED");
    kms.destroy();
    await served.close();
  });
});

async function vaultKeyId(): Promise<string> {
  const { encryptionKeyArn } = JSON.parse(
    await readFile(join(world.dataDir, "backup", "vaults", vaultName, "vault.json"), "utf8"),
  );
  return encryptionKeyArn.split("/").at(-1);
}
