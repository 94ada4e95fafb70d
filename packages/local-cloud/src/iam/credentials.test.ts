import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCredentials } from "./credentials.ts";
import type { RoleSession } from "./session.ts";

const place = { accountId: "123456789012", region: "us-east-1", partition: "aws" } as const;
let now = new Date("2026-11-22T00:00:00Z");
const clock = { now: () => now };
const session: RoleSession = {
  arn: "arn:aws:sts::123456789012:assumed-role/reader/s",
  accountId: "123456789012",
  roleArn: "arn:aws:iam::123456789012:role/reader",
  roleId: "AROA",
  sessionName: "s",
  issuedAt: now,
  sessionPolicies: [],
  tags: {},
  transitiveTagKeys: [],
  keys: {},
};

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "credentials-"));
  now = new Date("2026-11-22T00:00:00Z");
});
afterEach(() => rmSync(dataDir, { recursive: true }));
const open = () => createCredentials({ dataDir, place, clock, random: randomBytes });
const file = () => join(dataDir, "credentials.json");

describe("the users' keys", () => {
  it("look like AWS's and know their owner", () => {
    const { root, administrator, find } = open();
    expect(root.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(root.secretAccessKey).toHaveLength(40);
    expect(find(root.accessKeyId)?.principal).toEqual({
      arn: "arn:aws:iam::123456789012:root",
      accountId: "123456789012",
    });
    expect(find(administrator.accessKeyId)?.principal.arn).toBe(
      "arn:aws:iam::123456789012:user/administrator",
    );
  });

  it("are the same when the folder is opened again, and others in another folder", () => {
    const { root } = open();
    expect(open().root).toEqual(root);
    rmSync(file());
    expect(open().root).not.toEqual(root);
  });

  it("are kept in a file that only its owner can read", () => {
    open();
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it.each(["{", '{"root":{"accessKeyId":"x"}}'])(
    "are refused, with the file's name, where it holds %s",
    (text) => {
      writeFileSync(file(), text);
      expect(open).toThrow(`${file()} is damaged`);
      expect(readFileSync(file(), "utf8")).toBe(text);
    },
  );
});

describe("session keys", () => {
  it("look like AWS's and know their session", () => {
    const credentials = open();
    const key = credentials.startSession(session);
    expect(key.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(key.sessionToken.length).toBeGreaterThan(100);
    expect(credentials.find(key.accessKeyId)?.principal).toBe(session);
    expect(credentials.find(key.accessKeyId)).toMatchObject(key);
  });

  it("are forgotten a day after they expired", () => {
    const credentials = open();
    const key = credentials.startSession(session, new Date("2026-11-22T01:00:00Z"));
    now = new Date("2026-11-23T01:00:01Z");
    credentials.startSession(session);
    expect(credentials.find(key.accessKeyId)).toBeUndefined();
  });

  it("do not outlive the process", () => {
    const key = open().startSession(session);
    expect(open().find(key.accessKeyId)).toBeUndefined();
  });
});

describe("the MFA device", () => {
  it("takes the code that it shows, and keeps its secret", () => {
    const { mfa } = open();
    expect(mfa.serialNumber).toBe("arn:aws:iam::123456789012:mfa/administrator");
    expect(open().mfa.isValid(mfa.code())).toBe(true);
    expect(mfa.isValid("abcdef")).toBe(false);
  });
});
