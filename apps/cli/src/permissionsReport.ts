import { moment } from "./format.ts";
import { type Grant, type RolePermissions, titleOf, unusedOf } from "./permissions.ts";
import type { Paint } from "./report.ts";

interface Options {
  paint: Paint;
  columns: number;
}

export function permissionsReport(since: string, roles: RolePermissions[], options: Options): string {
  const called = roles.filter(({ calls }) => calls > 0);
  const idle = roles.filter(({ calls }) => calls === 0).map(titleOf);
  const granted = called.reduce((sum, { grants }) => sum + grants.length, 0);
  const unused = called.reduce((sum, role) => sum + unusedOf(role).length, 0);
  const denied = called.reduce((sum, { denials }) => sum + denials.length, 0);
  return [
    ...called.map((role) => roleReport(role, options)),
    ...(idle.length > 0
      ? [
          wrapped(
            `Not judged, as no call was made with ${idle.length === 1 ? "it" : "them"} yet: ${idle.join(", ")}.`,
            options.columns,
          ),
        ]
      : []),
    `Since ${moment(new Date(since))}: ${unusedText(unused, granted)}, ${deniedText(denied)}.`,
  ].join("\n\n");
}

function unusedText(unused: number, granted: number): string {
  if (granted === 0) return "no permissions";
  if (granted === 1) return unused === 0 ? "one permission, used" : "one permission, unused";
  return unused === 0 ? `all ${granted} permissions used` : `${unused} of ${granted} permissions unused`;
}

const deniedText = (denied: number): string =>
  denied === 0 ? "nothing denied" : `${denied} ${denied === 1 ? "call" : "calls"} denied`;

const labelWidth = 14;

function roleReport(role: RolePermissions, { paint, columns }: Options): string {
  const entry = (label: string, colour: Parameters<Paint>[0] | undefined, text: string) => {
    const start = `  ${label}`.padEnd(labelWidth);
    const body = wrapped(text, columns - labelWidth).replaceAll("\n", `\n${" ".repeat(labelWidth)}`);
    return `${colour ? start.replace(label, paint(colour, label)) : start}${body}`;
  };
  const { grants, denials, managed } = role;
  const unused = unusedOf(role).length;
  return [
    `${paint("bold", titleOf(role))}  ${lineOf(role.written)}  ${unusedText(unused, grants.length)}`,
    ...denials.map(({ action, resource, times, last, why }) =>
      entry(
        "denied",
        "red",
        `${action} on ${short(resource)}, ${timesOf(times)}, last ${moment(new Date(last))}: ${why}`,
      ),
    ),
    ...alike(grants.filter(({ times }) => times === 0)).map((group) =>
      entry("unused", "yellow", unusedOnes(group)),
    ),
    ...alike(grants.filter(({ times }) => times > 0)).map((group) => entry("used", undefined, used(group))),
    ...managed.map(({ arn, actions }) =>
      entry(
        "AWS's own",
        undefined,
        `${arn.split("/").at(-1)}: ${actions.length > 0 ? `used for ${named(actions).join(", ")}` : "unused"}`,
      ),
    ),
  ].join("\n");
}

/** Permissions of one statement, which differ in nothing but their action. */
function alike(grants: Grant[]): Grant[][] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) {
    const key = JSON.stringify([
      grant.policy,
      grant.written,
      grant.resources.map(({ resource, times }) => [resource, times > 0]),
    ]);
    groups.set(key, [...(groups.get(key) ?? []), grant]);
  }
  return [...groups.values()];
}

function unusedOnes(group: Grant[]): string {
  const [{ resources, written }] = group as [Grant];
  return `${named(group.map(({ action }) => action)).join(", ")} on ${listed(resources.map(({ resource }) => resource))}  ${lineOf(written)}`;
}

function used(group: Grant[]): string {
  const [{ resources, written }] = group as [Grant];
  const names = named(group.map(({ action }) => action));
  const how = group.map((grant, index) => {
    const of = grant.action.includes("*") ? ` (${named(grant.actions).join(", ")})` : "";
    return `${names[index]}${of} ${timesOf(grant.times)}${wideUse(grant)}`;
  });
  const last = group
    .map((grant) => grant.last ?? "")
    .toSorted()
    .at(-1)!;
  const missed = resources.filter(({ times }) => times === 0).map(({ resource }) => resource);
  const gap = missed.length > 0 ? `; unused on ${listed(missed)}` : "";
  return `${how.join(", ")}; last ${moment(new Date(last))}${gap}  ${lineOf(written)}`;
}

/** How many resources a wildcard was really used for. */
function wideUse({ resources }: Grant): string {
  const wide = resources.filter(
    ({ resource, used }) => resource.includes("*") && resource !== "*" && used > 0,
  );
  return wide
    .map(({ resource, used }) => ` on ${used} ${used === 1 ? "resource" : "resources"} of ${short(resource)}`)
    .join(" and");
}

/** The service is said once for actions that follow each other. */
function named(actions: string[]): string[] {
  let service = "";
  return actions.map((action) => {
    const [before, name] = action.split(":");
    if (name !== undefined && before === service) return name;
    service = before ?? "";
    return action;
  });
}

const timesOf = (times: number) => (times === 1 ? "once" : `${times} times`);

const mostListed = 2;

function listed(resources: string[]): string {
  const shown = resources.map(short);
  if (shown.length <= mostListed) return shown.join(", ");
  return `${shown.slice(0, mostListed).join(", ")} and ${shown.length - mostListed} more`;
}

/** An ARN without what is the same for all of them. */
const short = (resource: string) => resource.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:/, "");

/** `stacks/x.ts:1` of `stacks/x.ts:1 (Construct)`. */
const lineOf = (written: string) => written.replace(/ \([^()]*\)$/, "");

function wrapped(text: string, columns: number): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line !== "" && line.length + 1 + word.length > Math.max(columns, 40)) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.map((line) => line.trimEnd()).join("\n");
}
