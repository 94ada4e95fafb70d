import { describeFault, type Fault, timesOf } from "@holdfast/local-cloud/faults";
import type { Paint } from "../report.ts";
import type { FirstRun } from "./prove.ts";

/** What a newcomer needs to know once everything runs. */
export interface Ready {
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  inboxUrl: string;
  dataDir: string;
  siteUrl?: string;
  users: { username: string; password: string; about: string }[];
  /** The first verification of each table; absent when there was none this time. */
  verification?: FirstRun;
  /** What goes wrong on request. */
  faults: Fault[];
  warnings: string[];
  /** From the command to here. */
  seconds: number;
}

/** @param data the words that repeat --data in the commands shown; empty for the default folder */
export function readyText(ready: Ready, data: string, paint: Paint): string {
  const { endpoint, siteUrl, users, inboxUrl, dataDir, warnings, seconds } = ready;
  const fields: [name: string, value: string][] = [
    ...(siteUrl ? [["Site", paint("cyan", siteUrl)] as [string, string]] : []),
    ...users.map(({ username, password, about }, index): [string, string] => [
      index === 0 ? "Sign in" : "",
      `${username} / ${password}   (${about})`,
    ]),
    ["Inbox", `${paint("cyan", inboxUrl)}   (the codes that Cognito would e-mail)`],
    ["Data", `${dataDir}   (kept; --fresh starts over)`],
    ...verdict(ready.verification),
  ];
  return [
    "",
    paint("bold", `Holdfast runs, after ${seconds} s.`),
    "",
    ...fields.map(([name, value]) => `  ${name.padEnd(9)} ${value}`),
    ...warnings.map((warning) => `  ${paint("yellow", "!")} ${warning}`),
    ...faultLines(ready.faults, data).map((line) => `  ${paint("yellow", "!")} ${line}`),
    "",
    "Any AWS client can use it:",
    `  export AWS_ENDPOINT_URL=${endpoint}`,
    `  export AWS_REGION=${ready.region}`,
    `  export AWS_ACCESS_KEY_ID=${ready.accessKeyId}`,
    `  export AWS_SECRET_ACCESS_KEY=${ready.secretAccessKey}`,
    "",
    "Try, in another terminal:",
    `  npx holdfast points${data}    what can be restored`,
    `  npx holdfast backup${data}    another backup`,
    `  npx holdfast verify${data}    restore it, and check what comes back`,
    "",
    "What you change in the site, the schema, the stacks and the functions is applied while it runs.",
    "Ctrl-C stops everything and keeps the data.",
  ].join("\n");
}

/** A warning for those who have forgotten what they turned on; nothing when no fault is on. */
export function faultLines(faults: Fault[], data: string): string[] {
  if (faults.length === 0) return [];
  const [are, them] = faults.length === 1 ? ["fault is", "it"] : ["faults are", "them all"];
  return [
    `${faults.length} ${are} on, and will be at the next start:`,
    ...faults.map((fault) => `  ${fault.id}: ${describeFault(fault)}; struck ${timesOf(fault.hits)}`),
    `  Turn ${them} off with: npx holdfast fault clear${data}`,
  ];
}

function verdict(run: FirstRun | undefined): [string, string][] {
  if (!run) return [];
  const notPassed = run.results.filter(({ verdict }) => verdict !== "PASSED");
  const passed = run.results.length - notPassed.length;
  const rest = notPassed.map(({ model, verdict }) => `, ${model} ${verdict}`).join("");
  return [["Backups", `${passed} of ${run.results.length} tables restored and PASSED${rest}`]];
}
