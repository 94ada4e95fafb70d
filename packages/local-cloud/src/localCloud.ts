import { randomBytes, randomUUID } from "node:crypto";
import { chmod, mkdir, readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { nextRun } from "@holdfast/backup-policy/schedule";
import { readAssembly } from "./assembly/assembly.ts";
import { type CallsDeps, callInside, type LoggedCall } from "./calls.ts";
import { chance } from "./chance.ts";
import { type CloudClock, createClock } from "./clock.ts";
import { createDeployments, type Update } from "./deployments.ts";
import { createDeliveries } from "./faults/deliveries.ts";
import { strikeCalls, strikeInside } from "./faults/door.ts";
import { createFaults, type Faults } from "./faults/faults.ts";
import { cutOffStruck } from "./faults/functions.ts";
import { faultPages } from "./faults/pages.ts";
import { createFrontDoor } from "./frontDoor.ts";
import { arnOf } from "./iam/actions/mapping.ts";
import type { MfaDevice } from "./iam/credentials.ts";
import { createIam } from "./iam/iam.ts";
import { createServiceRoles } from "./iam/serviceRoles.ts";
import { createSignatures } from "./iam/signature/signatures.ts";
import { createInbox } from "./inbox.ts";
import { jsonFile } from "./jsonFile.ts";
import type { HttpReply, Place, Service } from "./service.ts";
import { appSyncResources } from "./services/appsync/apis.ts";
import { createAppSyncApi } from "./services/appsync/appSyncApi.ts";
import { createBackup } from "./services/backup/backup.ts";
import { createCloudFormation } from "./services/cloudformation/service.ts";
import { needsSignature } from "./services/cognito/service.ts";
import { startDynalite } from "./services/dynamodb/dynaliteEngine.ts";
import { connectEngine } from "./services/dynamodb/engine.ts";
import { createExpiry } from "./services/dynamodb/expiry.ts";
import { createRecovery } from "./services/dynamodb/recovery/recovery.ts";
import { createRestores } from "./services/dynamodb/recovery/restores.ts";
import { dynamoDbResources } from "./services/dynamodb/resources.ts";
import { createDynamoDb } from "./services/dynamodb/service.ts";
import { createChangeCapture } from "./services/dynamodb/streams.ts";
import { requireTableKey } from "./services/dynamodb/tableKey.ts";
import { createTables, tableTags } from "./services/dynamodb/tables.ts";
import { createKms } from "./services/kms/kms.ts";
import { eventSources } from "./services/lambda/eventSources.ts";
import { createLambda } from "./services/lambda/functions.ts";
import { createLambdaService } from "./services/lambda/service.ts";
import { openStreamQueue } from "./services/lambda/streamQueue.ts";
import { logGroupResources } from "./services/logs/logGroups.ts";
import { objectStoreAs } from "./services/s3/objectStore.ts";
import { createS3 } from "./services/s3/s3.ts";
import { createExecutions } from "./services/states/executions.ts";
import { stateMachineResources } from "./services/states/machines.ts";
import { createStates } from "./services/states/service.ts";
import { openExecutionStore } from "./services/states/store.ts";
import { standIns } from "./standIns.ts";
import { createActivity } from "./time/activity.ts";
import { clockPages } from "./time/pages.ts";
import { createTopics } from "./topics.ts";
import { createIdentity } from "./wiring/identity.ts";
import { createMessages } from "./wiring/messages.ts";

export interface LogEntry {
  /** By the cloud's clock. */
  at: string;
  service: string;
  message: string;
  /** Where it is a call through the front door. */
  call?: Omit<LoggedCall, "service">;
}

export interface LocalCloudOptions {
  /** The folder of a synthesized cloud assembly. */
  assembly: string;
  /** Where tables, users, keys and recovery points are kept. Made when it isn't there. */
  dataDir: string;
  /** On 127.0.0.1; 0 or absent: any free one. */
  port?: number;
  /** Origins whose pages may call, such as `http://127.0.0.1:5173`. */
  siteOrigins?: string[];
  /** A DynamoDB-compatible server in place of the one built in. */
  dynamodbUrl?: string;
  log?: (entry: LogEntry) => void;
}

export interface LocalCloud {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Stack outputs by the stack's id in the app: `outputs.Api.GraphqlUrl`. */
  readonly outputs: Record<string, Record<string, string>>;
  /** What of the template doesn't run here, a sentence each. */
  readonly warnings: string[];
  inboxUrl: string;
  clock: CloudClock;
  faults: Faults;
  /**
   * Deploys another assembly in place: data, credentials, open pages and what is under way stay. When that fails,
   * what was there before is there again, and the error is thrown.
   */
  update(assembly: string): Promise<Update>;
  /** Stops everything that was started and waits until it has; the data stays. */
  stop(): Promise<void>;
}

// Written often: the clock at each instant of an advance, the settings with each restored table.
const unflushed = { flush: false };

const place: Place = { accountId: "123456789012", region: "us-east-1", partition: "aws" };

/**
 * Runs a synthesized assembly on this machine, behind one port on 127.0.0.1.
 * Throws when the assembly can't be read or run, the port is taken or the data folder is damaged; nothing is left running then.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { dataDir, siteOrigins = [] } = options;
  const clock = createClock(
    jsonFile(join(dataDir, "clock.json"), { aheadMs: 0 }, "object", unflushed),
    Date.now,
  );
  const log = (service: string, message: string, call?: LogEntry["call"]) =>
    options.log?.({ at: clock.now().toISOString(), service, message, ...(call && { call }) });
  const started: (() => Promise<unknown>)[] = [];
  const stopping = new AbortController();
  const stop = async () => {
    stopping.abort();
    clock.stop();
    // Last started, first stopped: what uses a service is gone before the service.
    for (const stopOne of started.splice(0).reverse()) await stopOne();
  };

  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    // Passwords and key material are in here.
    await chmod(dataDir, 0o700);
    let assembly = await readAssembly(options.assembly);
    // An update brings another assembly: what is read from now on is that one's.
    const assets = { asset: (location: string) => assembly.asset(location) };

    const services: Record<string, Service> = {};
    const faults = createFaults({
      file: jsonFile(join(dataDir, "faults.json"), { next: 1, faults: [] }),
      services: () => [...Object.keys(services), "appsync"],
      log: (message) => log("faults", message),
    });
    started.push(async () => faults.stop());
    const deliveries = createDeliveries(faults);
    const activity = createActivity(() => backup.cold());
    const strike = strikeInside(faults, clock);
    const topics = createTopics(clock.now, ({ arn, mailTo, message }) =>
      log(arn.split(":")[2] ?? "events", `${mailTo ?? arn} would be told: ${message}`),
    );
    const inbox = createInbox(
      ({ username }) => log("cognito-idp", `a code for ${username}: see the inbox`),
      topics.messages,
    );
    const signatures = createSignatures({
      place,
      clock,
      machineClock: { now: () => new Date() },
      find: (key) => iam.find(key),
    });
    const calls: CallsDeps = {
      services,
      strike: strikeCalls(faults, clock),
      log({ service, ...call }) {
        const { operation, status, caller, error } = call;
        const words = `${operation} ${status}${caller ? ` ${caller}` : ""}${error ? `: ${error}` : ""}`;
        log(service, words, call);
        if (service === "appsync") serviceRoles.requestIsLogged();
      },
    };
    const server = createFrontDoor({
      ...calls,
      appSync: () => appSync.current(),
      signatures,
      isPublic: (service, operation) =>
        service === "s3" || (service === "cognito-idp" && !needsSignature(operation)),
      serviceAt: (path) => (s3.isBucketPath(path) ? "s3" : undefined),
      pages: {
        "GET /_holdfast/inbox": ({ headers }) => inbox.page(headers.accept),
        "GET /_holdfast/topics": () => topics.page(),
        "GET /_holdfast/mfa": () => mfaPage(iam.mfa),
        "GET /_holdfast/iam": () => json(iam.permissions()),
        ...clockPages({ clock, activity, upcoming: () => backup.upcoming() }),
        ...faultPages(faults),
      },
      wellKnown: (path) => identity.jwks(path),
      siteOrigins,
      now: clock.now,
    });
    const endpoint = await listen(server, options.port ?? 0);
    started.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    const iam = createIam({
      dataDir,
      place,
      clock,
      resourcePolicy: (arn) =>
        lambda.resourcePolicy(arn) ??
        s3.resourcePolicy(arn) ??
        messages.resourcePolicy(arn) ??
        kms.resourcePolicy(arn) ??
        backup.resourcePolicy(arn),
      resourceTags: (arn) => tableTags(arn, tables),
      log: (message) => log("iam", message),
    });
    started.push(async () => iam.stop());
    const { authorize } = iam;
    const serviceRoles = createServiceRoles({
      place,
      authorize,
      principalOfRole: iam.principalOfRole,
      log: (message) => log("iam", message),
    });

    const kms = createKms({ dataDir, place, clock, authorize, faults });
    const engine = options.dynamodbUrl
      ? await connectEngine(options.dynamodbUrl, place.region)
      : await startDynalite(join(dataDir, "dynamodb"), place.region);
    started.push(() => engine.stop());
    // Backup needs the tables, and the tables have to know what Backup does with them.
    const jobs = {
      isBackingUp: (table: string) => backup.isBackingUp(table),
      isRestoring: (table: string) => backup.isRestoring(table),
    };
    const settingsFile = jsonFile(join(dataDir, "dynamodb-settings.json"), {}, "object", unflushed);
    const tables = createTables(engine, settingsFile, place, clock);
    const recovery = createRecovery({
      folder: join(dataDir, "dynamodb-recovery"),
      tables,
      clock,
      seesAllWrites: !options.dynamodbUrl,
    });
    started.push(() => recovery.stop());
    const changes = createChangeCapture({
      engine,
      tables,
      region: place.region,
      now: clock.now,
      sequence: jsonFile(join(dataDir, "stream-sequence.json"), { next: 0 }),
      beforeImages: recovery,
    });
    const restores = createRestores({
      engine,
      tables,
      recovery,
      clock,
      log: (message) => log("dynamodb", message),
    });
    started.push(() => restores.stop());
    await restores.clearUnfinished();
    const dynamodb = { engine, tables, keyArn: kms.keyArn, jobs, changes, recovery, restores, clock };

    const s3 = await createS3({
      dataDir,
      place,
      clock,
      kms,
      authorize,
      newId: () => randomBytes(16).toString("hex"),
    });
    started.push(() => s3.stop());

    const environmentOf = (roleArn: string, sessionName: string) => {
      const keys = { "lambda:SourceFunctionArn": arnOf(place, "lambda", `function:${sessionName}`) };
      const session = iam.sessionFor(roleArn, sessionName, "lambda.amazonaws.com", { keys });
      serviceRoles.functionStarts(sessionName, roleArn);
      return {
        AWS_REGION: place.region,
        AWS_DEFAULT_REGION: place.region,
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: session.accessKeyId,
        AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
        AWS_SESSION_TOKEN: session.sessionToken,
      };
    };
    const messages = createMessages({
      dataDir,
      place,
      clock,
      endpoint,
      iam,
      kms,
      topics,
      deliveries,
      strike,
      lambda: () => lambda,
      startExecution: (machineArn, input) => executions.start(machineArn, input),
      log,
    });
    const { cloudWatch, events } = messages;
    // It counts until all that it counts have stopped.
    started.push(async () => cloudWatch.stop());
    const lambda = createLambda({
      assembly: assets,
      place,
      dataDir,
      environmentOf,
      cutOff: (functionArn) => cutOffStruck(faults, functionArn),
      deliver: messages.tellDestination,
      log: (name, line) => log("lambda", `${name}: ${line}`),
      written: cloudWatch.readLog,
      invoked: cloudWatch.invoked,
      clock,
    });
    started.push(() => lambda.stop());
    const invokeAs = async (
      service: string,
      roleArn: string,
      functionArn: string,
      payload: unknown,
      sourceArn?: string,
    ) => {
      const role = iam.principalOfRole(roleArn, service, sourceArn);
      const { arn } = lambda.find(functionArn);
      authorize(role, "lambda:InvokeFunction", arn);
      await strike({ service: "lambda", operation: "Invoke", resources: [arn] });
      return lambda.invoke(functionArn, payload);
    };
    const sources = eventSources({
      changes,
      deliveries,
      queue: await openStreamQueue(join(dataDir, "streams")),
      clock,
      newId: randomUUID,
      deliver: (name, destination, payload) =>
        messages.tellDestination(lambda.find(name), destination, payload),
      async invoke(name, event, stream) {
        const reader = iam.principalOfRole(lambda.find(name).roleArn, "lambda.amazonaws.com");
        authorize(reader, "dynamodb:GetRecords", stream);
        requireTableKey({ ...dynamodb, authorize, place }, reader, stream.split("/")[1]!);
        await strike({ service: "lambda", operation: "Invoke", resources: [lambda.find(name).arn] });
        return lambda.invoke(name, event);
      },
      log: (message) => log("lambda", message),
    });
    started.push(() => sources.stop());

    const { machines, ...stateMachines } = stateMachineResources(place, (location) =>
      readFile(assets.asset(location), "utf8"),
    );
    const machineOf = (roleArn: string) =>
      [...machines.values()].find((machine) => machine.roleArn === roleArn);
    const machineRole = (roleArn: string) =>
      iam.principalOfRole(roleArn, "states.amazonaws.com", machineOf(roleArn)?.arn);
    const executionStore = await openExecutionStore(join(dataDir, "executions"));
    const executions = await createExecutions({
      store: executionStore,
      machines,
      place,
      clock,
      chance,
      emit: cloudWatch.counting(events.emit),
      invoke: (functionArn, payload, roleArn) =>
        invokeAs("states.amazonaws.com", roleArn, functionArn, payload, machineOf(roleArn)?.arn),
      ended({ machineArn, status }) {
        activity.executionEnded(machineArn, status);
        serviceRoles.executionEnds(machineArn);
      },
      objectsOf: (roleArn) => objectStoreAs(s3.service, machineRole(roleArn)),
      mayStart: (roleArn, machineArn) => authorize(machineRole(roleArn), "states:StartExecution", machineArn),
      log: (message) => log("states", message),
    });
    started.push(() => executions.stop());

    started.push(() => messages.stop());

    const backup = createBackup({
      dataDir,
      place,
      clock,
      randomUUID,
      random: Math.random,
      dynamodb: engine.client,
      engine,
      tables,
      kms,
      authorize,
      principalOfRole: iam.principalOfRole,
      emit: activity.watched(cloudWatch.counting(events.emit)),
      notify: messages.notify,
      faults,
      nextRun,
      log: (message) => log("backup", message),
    });
    started.push(() => backup.stop());

    const graphql = appSyncResources({ assembly: assets, place, endpoint });
    const identity = await createIdentity({
      dataDir,
      place,
      clock,
      inbox,
      authorize,
      admitted: () => [...graphql.apis.values()],
    });
    const apiArn = () => arnOf(place, "appsync", `apis/${graphql.apis.keys().next().value}`);

    Object.assign(services, {
      dynamodb: createDynamoDb({ ...dynamodb, authorize, place }),
      "cognito-idp": identity.service,
      lambda: createLambdaService({ lambda, deliveries, authorize, place }),
      states: createStates({
        executions,
        store: executionStore,
        machines,
        authorize,
        place,
        startedAt: clock.now(),
      }),
      kms: kms.service,
      s3: s3.service,
      backup: backup.service,
      sts: iam.sts,
      ...messages.services,
      cloudformation: createCloudFormation({
        deployment: () => deployments.current,
        startedAt: clock.now(),
        authorize,
        place,
      }),
    });

    const appSync = createAppSyncApi({
      clock,
      signatures,
      place,
      region: place.region,
      accountId: place.accountId,
      authorize,
      dynamoDbAs(roleArn) {
        const { accessKeyId } = iam.sessionFor(roleArn, "appsync", "appsync.amazonaws.com", {
          sourceArn: apiArn(),
        });
        const { principal: caller } = iam.find(accessKeyId)!;
        return (operation, body) =>
          callInside(calls, { service: "dynamodb", operation, body, caller }, stopping.signal);
      },
      async invokeFunction(functionArn, payload, roleArn) {
        const result = await invokeAs("appsync.amazonaws.com", roleArn, functionArn, payload, apiArn());
        if ("error" in result) throw new Error(result.error.errorMessage);
        return result.payload;
      },
      checkToken: identity.checkToken,
      log: (message) => log("appsync", message),
    });
    started.push(() => appSync.stop());

    const deployments = createDeployments({
      file: jsonFile(join(dataDir, "deployment.json"), [], "list"),
      place,
      standIns,
      handlers: serviceRoles.checked({
        ...iam.resources,
        ...dynamoDbResources(dynamodb),
        ...identity.resources,
        ...graphql.resources,
        ...lambda.resources,
        ...sources.resources,
        ...stateMachines.resources,
        ...messages.resources,
        ...kms.resources,
        ...s3.resources,
        ...backup.resources,
        ...logGroupResources(place),
      }),
      removers: {
        ...iam.removers,
        ...identity.removers,
        ...graphql.removers,
        ...lambda.removers,
        ...sources.removers,
        ...stateMachines.removers,
        ...messages.removers,
        ...kms.removers,
        ...s3.removers,
        ...backup.removers,
      },
      onResource: iam.written.note,
      use(next) {
        assembly = next;
      },
      settle: () => appSync.run(graphql.apis.values().next().value),
    });
    let { warnings } = await deployments.apply(async () => assembly);
    messages.start();
    await backup.start();
    const expiry = createExpiry({
      engine,
      tables,
      changes,
      clock,
      daily: recovery.prune,
      log: (message) => log("dynamodb", message),
    });
    expiry.start();
    started.push(() => expiry.stop());
    await executions.resume();
    lambda.resume();
    sources.resume();

    return {
      endpoint,
      region: place.region,
      credentials: iam.administrator,
      get outputs() {
        return Object.fromEntries(
          deployments.current.stacks.map(({ id, outputs }) => [
            id,
            Object.fromEntries(outputs.map(({ key, value }) => [key, value])),
          ]),
        );
      },
      get warnings() {
        return [...warnings, ...iam.warnings];
      },
      async update(folder) {
        const update = await deployments.apply(() => readAssembly(folder));
        warnings = update.warnings;
        return update;
      },
      clock,
      faults,
      inboxUrl: `${endpoint}/_holdfast/inbox`,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the administrator's MFA device shows. */
const mfaPage = ({ serialNumber, code }: MfaDevice): HttpReply => json({ serialNumber, code: code() });

const json = (value: unknown): HttpReply => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

async function listen(server: ReturnType<typeof createFrontDoor>, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`Port ${port} is in use by another program: stop it, or choose another port.`, {
              cause: error,
            })
          : error,
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
