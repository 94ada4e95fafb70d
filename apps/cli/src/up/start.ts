import { join } from "node:path";
import type { LocalCloud } from "@holdfast/local-cloud";
import { type Cloud, outputsOf } from "../cloud.ts";
import { type Connection, removeConnection, writeConnection } from "../connection.ts";
import { CouldNotRun } from "../errors.ts";
import type { Step } from "../steps.ts";
import { cloudFailure } from "./cloudFailure.ts";
import type { DataFolder } from "./dataFolder.ts";
import { graphqlAt } from "./graphql.ts";
import type { LogFile } from "./logFile.ts";
import type { Machine } from "./machine.ts";
import { type FirstRun, proveFirst } from "./prove.ts";
import { seed, users } from "./seed.ts";
import { type Site, startSite } from "./site.ts";
import { synthesize } from "./synthesize.ts";
import type { UpOptions } from "./up.ts";

/** What the steps have brought so far. */
export interface Running {
  cloud?: LocalCloud;
  connection?: Connection;
  client?: Cloud;
  site?: Site;
  users?: typeof users;
  run?: FirstRun;
  warnings: string[];
}

export interface Start {
  options: UpOptions;
  machine: Machine;
  folder: DataFolder;
  log: LogFile;
  running: Running;
  onStop(stop: () => Promise<unknown>): void;
}

export function startSteps(start: Start): Step[] {
  const { options, folder } = start;
  const hasData = options.seed || folder.isSeeded;
  return [
    { title: "Synthesize the stacks", run: () => synthesizeStacks(start) },
    { title: "Start the local cloud", run: () => startCloud(start) },
    ...(options.web ? [{ title: "Start the site", run: () => serveSite(start) }] : []),
    ...(options.seed ? [{ title: "Demo users and data", run: seedOnce(start) }] : []),
    ...(hasData ? [{ title: "First backup and verification", run: proveOnce(start) }] : []),
  ];
}

async function synthesizeStacks({ machine, folder, log }: Start): Promise<string> {
  const { root, signal } = machine;
  return synthesize({ root, assembly: folder.assembly, signal, log: (line) => log.write("synth", line) });
}

async function startCloud({ options, machine, folder, log, running, onStop }: Start): Promise<string> {
  const sitePort = options.port + 1;
  const cloud = await machine
    .startLocalCloud({
      assembly: folder.assembly,
      dataDir: folder.cloud,
      port: options.port,
      siteOrigins: [`http://localhost:${sitePort}`, `http://127.0.0.1:${sitePort}`],
      ...(options.dynamodb && { dynamodbUrl: options.dynamodb }),
      log: ({ service, message }) => log.write(service, message),
    })
    .catch((cause: Error) => {
      throw cloudFailure(cause, folder);
    });
  onStop(() => cloud.stop());
  const { endpoint, region, credentials, warnings } = cloud;
  const connection = { ...machine.self, endpoint, region, ...credentials, stage: "local" };
  await writeConnection(folder.path, connection);
  onStop(() => removeConnection(folder.path));
  Object.assign(running, { cloud, connection, client: machine.cloudOf(connection), warnings });
  return endpoint;
}

async function serveSite({ options, machine, folder, log, running, onStop }: Start): Promise<string> {
  const { cloud, client, connection } = present(running);
  const auth = await outputsOf(client, "Auth");
  const api = await outputsOf(client, "Api");
  const site = await startSite({
    root: join(machine.root, "apps/web"),
    port: options.port + 1,
    cacheDir: join(folder.path, "vite"),
    environment: {
      VITE_AWS_REGION: cloud.region,
      VITE_USER_POOL_ID: auth("UserPoolId"),
      VITE_USER_POOL_CLIENT_ID: auth("UserPoolClientId"),
      VITE_GRAPHQL_URL: api("GraphqlUrl"),
      VITE_COGNITO_ENDPOINT: cloud.endpoint,
      VITE_AUTH_FLOW: "USER_PASSWORD_AUTH",
      VITE_INBOX_URL: cloud.inboxUrl,
    },
    log: (line) => log.write("site", line),
    onEnd: machine.warn,
  });
  onStop(() => site.stop());
  running.site = site;
  await writeConnection(folder.path, { ...connection, siteUrl: site.url });
  return site.url;
}

const seedOnce =
  ({ machine, folder, running }: Start): Step["run"] =>
  async (tell) => {
    running.users = users;
    if (folder.isSeeded) return "already there";
    const { client, connection } = present(running);
    const auth = await outputsOf(client, "Auth");
    const api = await outputsOf(client, "Api");
    const services = {
      cognito: machine.cognitoOf(connection),
      userPoolId: auth("UserPoolId"),
      clientId: auth("UserPoolClientId"),
      graphql: graphqlAt(api("GraphqlUrl")),
    };
    await seed(services, tell);
    await folder.markSeeded(machine.clock.now());
    return users.map(({ username }) => username).join(", ");
  };

const proveOnce =
  ({ machine, running }: Start): Step["run"] =>
  async (tell) => {
    const { client } = present(running);
    running.run = await proveFirst({ ...machine, cloud: client }, tell);
    if (!running.run) return "already done";
    return running.run.passed ? "PASSED" : "not PASSED: run `npx holdfast verify` to see why";
  };

function present({ cloud, client, connection }: Running) {
  if (!cloud || !client || !connection) throw new CouldNotRun("The local cloud isn't running.");
  return { cloud, client, connection };
}
