import { outputsOf } from "../cloud.ts";
import { removeConnection, writeConnection } from "../connection.ts";
import type { Step } from "../steps.ts";
import { cloudFailure } from "./cloudFailure.ts";
import { graphqlAt } from "./graphql.ts";
import { proveFirst } from "./prove.ts";
import { present, type Start } from "./running.ts";
import { seed, users } from "./seed.ts";
import { serveSite } from "./serveSite.ts";
import { removeOthers, synthesize } from "./synthesize.ts";

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

async function synthesizeStacks({ machine, folder, log, running }: Start): Promise<string> {
  const { root, signal } = machine;
  const made = await synthesize({
    root,
    folder: folder.synth,
    signal,
    log: (line) => log.write("synth", line),
  });
  await removeOthers(folder.synth, [made.assembly]);
  running.synthesized = made;
  return made.outcome;
}

async function startCloud({ options, machine, folder, log, running, onStop }: Start): Promise<string> {
  const sitePort = options.port + 1;
  const cloud = await machine
    .startLocalCloud({
      assembly: running.synthesized!.assembly,
      dataDir: folder.cloud,
      port: options.port,
      siteOrigins: [`http://localhost:${sitePort}`, `http://127.0.0.1:${sitePort}`],
      ...(options.dynamodb && { dynamodbUrl: options.dynamodb }),
      log: ({ service, message, at, call }) => log.write(service, message, { at, call }),
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
