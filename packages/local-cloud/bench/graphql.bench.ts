import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CloudFormationClient, paginateDescribeStacks } from "@aws-sdk/client-cloudformation";
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type ForkedCloud, forkCloud } from "../src/testingFork.ts";
import { median, options, promise, row, say } from "./figures.ts";

const calls = options.full ? 1000 : 400;
const warmUp = 60;
const pageSize = 20;
const bound = 1.3;

/** As the site asks. */
const fields = "id name headline categoryID owner createdAt updatedAt __typename";
const requests = {
  create: (number: number) => ({
    query: `mutation($input: CreateItemInput!) { createItem(input: $input) { ${fields} } }`,
    variables: {
      input: { categoryID: `c-${number % 10}`, name: `Beast ${number}`, headline: "Lives in the mountains." },
    },
  }),
  list: (number: number) => ({
    query: `query($id: ID!, $limit: Int) { itemsByCategoryID(categoryID: $id, limit: $limit) { items { ${fields} } nextToken } }`,
    variables: { id: `c-${number % 10}`, limit: pageSize },
  }),
};
type Kind = keyof typeof requests;

const root = await mkdtemp(join(tmpdir(), "holdfast-bench-"));
const stopping: (() => Promise<unknown>)[] = [() => rm(root, { recursive: true, force: true })];

async function outputsOf(client: ForkedCloud["client"]) {
  const cloudFormation = new CloudFormationClient(client);
  const outputs: Record<string, string> = {};
  for await (const { Stacks = [] } of paginateDescribeStacks({ client: cloudFormation }, {}))
    for (const { Outputs = [] } of Stacks)
      for (const { OutputKey, OutputValue } of Outputs) outputs[OutputKey!] = OutputValue!;
  return outputs;
}

async function signIn(cognito: CognitoIdentityProviderClient, UserPoolId: string, ClientId: string) {
  const [Username, Password] = ["ann", "Beasts-of-42"];
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "SUPPRESS" }));
  await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  const AuthParameters = { USERNAME: Username, PASSWORD: Password };
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
  );
  return AuthenticationResult!.AccessToken!;
}

async function startAlone(assembly: string): Promise<string> {
  const child = fork(join(import.meta.dirname, "simulatorAlone.ts"), [assembly, join(root, "alone")]);
  stopping.push(async () => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The simulator alone ended with ${code}.`);
  });
  ended.catch(() => {});
  const [url] = (await Promise.race([once(child, "message"), ended])) as [string];
  return url;
}

try {
  const assembly = join(root, "assembly");
  const synth = join(import.meta.dirname, "../../../stacks/synth.ts");
  await promisify(execFile)(process.execPath, [synth, "--stage", "local", "--out", assembly]);
  const cloud = await forkCloud(assembly, join(root, "cloud"));
  stopping.push(() => cloud.kill());
  const outputs = await outputsOf(cloud.client);
  const cognito = new CognitoIdentityProviderClient(cloud.client);
  const authorization = await signIn(cognito, outputs.UserPoolId!, outputs.UserPoolClientId!);
  const urls = { alone: await startAlone(assembly), cloud: outputs.GraphqlUrl! };
  type Name = keyof typeof urls;
  const names = Object.keys(urls) as Name[];

  async function ask(name: Name, kind: Kind, number: number): Promise<number> {
    const body = JSON.stringify(requests[kind](number));
    const headers = { "content-type": "application/json", authorization };
    const begin = performance.now();
    const reply = await fetch(urls[name], { method: "POST", headers, body });
    const { data, errors } = (await reply.json()) as { data?: Record<string, any>; errors?: unknown[] };
    const taken = performance.now() - begin;
    const [answer] = Object.values(data ?? {});
    const isWhole = kind === "create" ? answer?.id : answer?.items?.length === pageSize;
    if (errors?.length || !isWhole)
      throw new Error(`${name} answers ${kind} with ${JSON.stringify({ data, errors })}`);
    return taken;
  }

  say(`The app's GraphQL API; ms a call, medians of ${calls} calls each, in turn.\n`);
  row("", "alone", "local cloud", "ratio");
  let worst = 0;
  for (const kind of Object.keys(requests) as Kind[]) {
    const taken: Record<Name, number[]> = { alone: [], cloud: [] };
    for (let number = 0; number < warmUp + calls; number++) {
      // Whoever is asked first in a turn is asked second in the next.
      for (const name of number % 2 ? names : names.toReversed()) {
        const ms = await ask(name, kind, number);
        if (number >= warmUp) taken[name].push(ms);
      }
    }
    const [alone, whole] = [median(taken.alone), median(taken.cloud)];
    row(kind, alone.toFixed(2), whole.toFixed(2), (whole / alone).toFixed(2));
    worst = Math.max(worst, whole / alone);
  }
  promise(`list and create within ${bound} times of the simulator alone`, worst <= bound, worst.toFixed(2));
} finally {
  for (const stop of stopping.toReversed()) await stop();
}
