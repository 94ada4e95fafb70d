import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Ready } from "./ready.ts";

// The stacks are synthesized again and again; on a busy machine each time takes a minute.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

const original = resolve(import.meta.dirname, "../../../..");
const schema = "packages/data-model/schema.graphql";
const handler = "apps/restore-verifier/src/handlers/sweep.ts";

let root: string;
let up: Awaited<ReturnType<typeof start>>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "holdfast-live-"));
  await copyWorkspace();
  up = await start();
});
afterAll(async () => {
  up?.child.kill("SIGKILL");
  await rm(root, { recursive: true, force: true });
});

/** A workspace of its own with the same packages installed; the workspace's own packages are those of the copy. */
async function copyWorkspace(): Promise<void> {
  const skipped = /\/(node_modules|dist|\.reports|\.holdfast|test-results)(\/|$)/;
  for (const name of [
    "apps",
    "packages",
    "stacks",
    "sst.config.ts",
    "package.json",
    "package-lock.json",
    "tsconfig.base.json",
  ]) {
    await cp(join(original, name), join(root, name), {
      recursive: true,
      filter: (path) => !skipped.test(path.slice(original.length)),
    });
  }
  await linkAll(join(original, "node_modules"), join(root, "node_modules"), ["@holdfast"]);
  await mkdir(join(root, "node_modules/@holdfast"));
  for (const name of await readdir(join(original, "node_modules/@holdfast"))) {
    const folders = [`apps/${name}`, `packages/${name}`, name];
    for (const folder of folders) {
      if (await readFile(join(root, folder, "package.json")).catch(() => undefined)) {
        await symlink(join(root, folder), join(root, "node_modules/@holdfast", name));
      }
    }
  }
  for (const folder of ["apps/cli", "apps/web", "apps/restore-verifier", "packages/local-cloud", "stacks"]) {
    await linkAll(join(original, folder, "node_modules"), join(root, folder, "node_modules"), []);
  }
}

async function linkAll(from: string, to: string, without: string[]): Promise<void> {
  const names = await readdir(from).catch(() => []);
  if (names.length > 0) await mkdir(to, { recursive: true });
  for (const name of names) if (!without.includes(name)) await symlink(join(from, name), join(to, name));
}

async function start() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  const launcher = join(root, "apps/cli/bin/holdfast.mjs");
  const args = [launcher, "up", "--json", "--no-web", "--no-seed", "--port", String(port)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const line = await Promise.race([
    once(child.stdout.setEncoding("utf8"), "data").then(([text]) => String(text)),
    ended.then(([code]) => {
      throw new Error(`up ended with ${code}`);
    }),
  ]);
  const { ready, error } = JSON.parse(line) as { ready: Ready; error?: object };
  if (error) throw new Error(JSON.stringify(error));
  const { endpoint, region, accessKeyId, secretAccessKey } = ready;
  return { child, ended, client: { endpoint, region, credentials: { accessKeyId, secretAccessKey } } };
}

const edit = async (file: string, change: (text: string) => string) =>
  writeFile(join(root, file), change(await readFile(join(root, file), "utf8")));

async function sweep(): Promise<unknown> {
  const lambda = new LambdaClient(up.client);
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const FunctionName = Functions.find((one) => one.FunctionName?.includes("Sweep"))!.FunctionName;
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from("{}") }));
  return JSON.parse(Buffer.from(Payload!).toString());
}

async function outputs(stack: string): Promise<Record<string, string>> {
  const StackName = `local-holdfast-${stack}`;
  const { Stacks } = await new CloudFormationClient(up.client).send(new DescribeStacksCommand({ StackName }));
  return Object.fromEntries(
    Stacks![0]!.Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
}

async function signUp(): Promise<void> {
  const { UserPoolId } = await outputs("Auth");
  const cognito = new CognitoIdentityProviderClient(up.client);
  const user = { UserPoolId, Username: "eve" };
  const UserAttributes = [{ Name: "email", Value: "eve@example.com" }];
  await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: "SUPPRESS", UserAttributes }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: "Beasts-42!", Permanent: true }));
}

async function graphql(query: string): Promise<unknown> {
  const [{ UserPoolClientId: ClientId }, { GraphqlUrl }] = [await outputs("Auth"), await outputs("Api")];
  const AuthParameters = { USERNAME: "eve", PASSWORD: "Beasts-42!" };
  const { AuthenticationResult } = await new CognitoIdentityProviderClient(up.client).send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
  );
  const answer = await fetch(GraphqlUrl!, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: AuthenticationResult!.IdToken! },
    body: JSON.stringify({ query }),
  });
  return answer.json();
}

const log = () => readFile(join(root, ".holdfast/data/holdfast.log"), "utf8");
const applied = (times: number) =>
  vi.waitFor(async () => expect((await log()).match(/Applied in/g)).toHaveLength(times), {
    timeout: 300_000,
    interval: 500,
  });

const create = `mutation { createCategory(input: { name: "Beasts" }) { id name } }`;
const list = "query { listCategories { items { name } } }";

it("runs a changed function and a changed schema without restarting, and keeps the data", async () => {
  await signUp();
  expect(await graphql(create)).toMatchObject({ data: { createCategory: { name: "Beasts" } } });
  expect(await sweep()).not.toBe("changed");

  await edit(handler, () => `export const handler = async () => "changed";\n`);
  await edit(
    schema,
    (text) => `${text}\ntype Beast @model @auth(rules: [{ allow: private }]) { id: ID! name: String }\n`,
  );
  await applied(1);

  expect(await sweep()).toBe("changed");
  expect(await graphql(`mutation { createBeast(input: { name: "Ogre" }) { name } }`)).toEqual({
    data: { createBeast: { name: "Ogre" } },
  });
  expect(await graphql(list)).toEqual({ data: { listCategories: { items: [{ name: "Beasts" }] } } });
  expect((await outputs("Api")).Tables).toContain(`"Beast"`);
  const queries = await readFile(join(root, "packages/data-model/src/generated/queries.ts"), "utf8");
  expect(queries).toContain("getBeast");
});

it("says what is wrong with the stacks, goes on with what ran, and applies what mends them", async () => {
  const text = await readFile(join(root, "stacks/api.ts"), "utf8");
  await edit("stacks/api.ts", (text) => `${text}\nthrow new Error("half a thought");\n`);
  await vi.waitFor(async () => expect(await log()).toContain("It isn't applied: what ran before goes on."), {
    timeout: 300_000,
    interval: 500,
  });
  expect(await log()).toContain("half a thought");
  expect(await sweep()).toBe("changed");

  await edit("stacks/api.ts", () => text);
  await edit(handler, () => `export const handler = async () => "changed again";\n`);
  await applied(2);
  expect(await sweep()).toBe("changed again");
  expect(await graphql(list)).toEqual({ data: { listCategories: { items: [{ name: "Beasts" }] } } });
});

it("swaps in a function's code without a synthesis, as a synthesis would have it", async () => {
  const syntheses = (await log()).match(/synthesizing…/g)!.length;
  await edit(handler, () => `export const handler = async () => "unknown file\n`);
  await vi.waitFor(async () => expect(await log()).toContain("The functions can't be bundled"), 60_000);
  await edit(handler, () => `import { word } from "../word.ts";\nexport const handler = async () => word;\n`);
  await writeFile(join(root, "apps/restore-verifier/src/word.ts"), `export const word = "swapped";\n`);
  await vi.waitFor(async () => expect(await sweep()).toBe("swapped"), { timeout: 60_000, interval: 100 });
  expect((await log()).match(/synthesizing…/g)).toHaveLength(syntheses);

  const out = join(root, "synthesized");
  const child = spawn(process.execPath, [join(root, "stacks/synth.ts"), "--stage", "local", "--out", out], {
    cwd: root,
  });
  await once(child, "exit");
  const synth = join(root, ".holdfast/data/synth");
  const assemblies = await Promise.all(
    (await readdir(synth)).map(async (name) => contentsOf(join(synth, name))),
  );
  expect(assemblies).toContainEqual(await contentsOf(out));
});

/** The templates, and the names of the assets, which are of what is in them. */
async function contentsOf(folder: string): Promise<object> {
  const names = (await readdir(folder)).sort();
  const isTemplate = (name: string) => name.endsWith(".template.json");
  const templates = await Promise.all(
    names
      .filter(isTemplate)
      .map(async (name) => [name, JSON.parse(await readFile(join(folder, name), "utf8"))]),
  );
  return { names, templates };
}

it("ends well on Ctrl-C while it synthesizes", async () => {
  const syntheses = (await log()).match(/synthesizing…/g)!.length;
  await edit("stacks/api.ts", (text) => `${text}\n// Another.\n`);
  await vi.waitFor(async () => expect((await log()).match(/synthesizing…/g)).toHaveLength(syntheses + 1), {
    timeout: 60_000,
  });
  up.child.kill("SIGINT");
  expect(await up.ended).toEqual([0, null]);
});
