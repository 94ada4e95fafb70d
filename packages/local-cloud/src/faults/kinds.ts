/** Where a kind of fault can strike. */
interface KindOfFault {
  about: string;
  /** The services it is for; absent: every one. */
  services?: readonly string[];
  /** Takes a number of milliseconds: what they are. */
  ms?: string;
  /** An example, as the command's arguments. */
  example: string;
}

/** AWS's name for what delivers a table's stream to functions is that of its API. */
const deliveries = ["events", "dynamodbstreams", "lambda"] as const;

/** Every kind of fault. The `holdfast fault` command and its help are derived from this. */
export const kinds = {
  throttle: {
    about: "a call is refused: the rate was exceeded",
    example: "throttle --service dynamodb --operation Scan --rate 0.3 --seed 7",
  },
  error: {
    about: "a call ends in an internal error (HTTP 500)",
    example: "error --service backup --operation 'Describe*' --count 3",
  },
  unavailable: {
    about: "a call is refused: the service is unavailable (HTTP 503)",
    example: "unavailable --service kms --count 1",
  },
  latency: {
    about: "a call waits before it is answered",
    ms: "how long",
    example: "latency --service appsync --ms 1500",
  },
  lose: {
    about: "an event, a batch of a stream or an asynchronous invocation never arrives",
    services: deliveries,
    example: "lose --service events --operation 'Backup Job State Change' --count 1",
  },
  double: {
    about: "an event, a batch of a stream or an asynchronous invocation arrives twice",
    services: deliveries,
    example: "double --service events --rate 0.5",
  },
  reorder: {
    about: "an event, a batch of a stream or an asynchronous invocation arrives after the next one",
    services: deliveries,
    example: "reorder --service dynamodbstreams --table Category",
  },
  "fail-job": {
    about: "a backup, restore or copy job of AWS Backup fails",
    services: ["backup"],
    example: "fail-job --operation StartRestoreJob --table Item --count 1",
  },
  "drop-items": {
    about: "a restore leaves out items and says nothing",
    services: ["backup"],
    example: "drop-items --table Item --count 1",
  },
  "alter-items": {
    about: "a restore changes items and says nothing",
    services: ["backup"],
    example: "alter-items --table Item --rate 0.1 --seed 3",
  },
  "add-items": {
    about: "a restore adds items that nobody wrote and says nothing",
    services: ["backup"],
    example: "add-items --table Item --count 2",
  },
  "disable-key": {
    about: "a KMS key is disabled",
    services: ["kms"],
    example: "disable-key --resource 'alias/*' --operation Decrypt",
  },
  "kill-function": {
    about: "a function's process dies in the middle of an invocation",
    services: ["lambda"],
    ms: "how long after it took the event (default 0)",
    example: "kill-function --resource '*Check*' --count 1",
  },
  "time-out-function": {
    about: "an invocation is cut off as if its time limit had passed",
    services: ["lambda"],
    ms: "how long after it took the event (default 0)",
    example: "time-out-function --resource '*Record*' --rate 0.2",
  },
} as const satisfies Record<string, KindOfFault>;

export type FaultKind = keyof typeof kinds;

export const kindNames = Object.keys(kinds) as [FaultKind, ...FaultKind[]];

export const aboutKind = (kind: FaultKind): KindOfFault => kinds[kind];
