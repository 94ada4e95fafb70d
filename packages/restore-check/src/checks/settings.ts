import type { Finding } from "../report.ts";
import type { Setting } from "../shape.ts";
import type { Check } from "./check.ts";

/** The live table's settings that no restore brings back. It informs: whoever restores in earnest has to know. */
export const settings: Check = {
  run: ({ settings }) => ({
    outcome: settings.some(({ state }) => state === "unknown") ? "COULD_NOT_RUN" : "PASSED",
    findings: settings.filter(({ state }) => state !== "off").map(finding),
  }),
};

function finding({ name, state, detail, reapply }: Setting): Omit<Finding, "check"> {
  if (state === "unknown") {
    const sentence = `Whether the live table has ${name} could not be read (${detail}); a restore would not bring it back.`;
    return { severity: "ERROR", subject: name, sentence };
  }
  const what = detail ? `${name} (${detail})` : name;
  const sentence = `The live table has ${what}, which a restore does not bring back. To set it again: ${reapply}`;
  return { severity: "INFO", subject: name, sentence };
}
