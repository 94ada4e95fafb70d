import type { Paint } from "../report.ts";
import type { Outcome } from "./check.ts";
import type { Looked, Preflight } from "./preflight.ts";

const marks: Record<Outcome, [mark: string, colour: Parameters<Paint>[0]]> = {
  broken: ["✖", "red"],
  unknown: ["?", "yellow"],
  told: ["!", "yellow"],
  holds: ["✔", "green"],
};

const order = Object.keys(marks) as Outcome[];

/** What would fail first, each with what to do about it. */
export function preflightReport({ policy, ...found }: Preflight & { policy: string }, paint: Paint): string {
  const { stage, account, region, findings } = found;
  const sorted = order.flatMap((outcome) => findings.filter((finding) => finding.outcome === outcome));
  return [
    paint("bold", `${policy}, to be deployed as ${stage} to ${region} of the account ${account}`),
    "",
    ...sorted.flatMap((finding) => entry(finding, paint)),
    "",
    end(found),
  ].join("\n");
}

function entry({ assumption, outcome, found, next, commands = [], source }: Looked, paint: Paint): string[] {
  const [mark, colour] = marks[outcome];
  return [
    `${paint(colour, mark)} ${paint("bold", assumption)}  ${found}`,
    ...(next ? [`    ${next}`] : []),
    ...commands.map((command) => `      ${command}`),
    ...(outcome === "broken" ? [`    ${source}`] : []),
  ];
}

function end({ passed, findings }: Preflight): string {
  if (passed) return "Nothing that the policy takes for granted keeps a deploy from working.";
  const number = (outcome: Outcome) => findings.filter((finding) => finding.outcome === outcome).length;
  const [broken, unknown] = [number("broken"), number("unknown")];
  return [
    ...(broken > 0
      ? [`${broken} of what the policy takes for granted ${broken === 1 ? "isn't" : "aren't"} so.`]
      : []),
    ...(unknown > 0 ? [`${unknown} couldn't be asked, which is no pass.`] : []),
  ].join(" ");
}
