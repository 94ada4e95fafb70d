import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { TemplateResource } from "./assembly.ts";

const Origin = v.object({
  /** The construct that it is, such as `Verification/CompareRole`. */
  path: v.string(),
  /** The lines that made it, such as `stacks/verification.ts:67`: the most telling first, then the way to it. */
  at: v.array(v.string()),
  /** The lines of its policies' statements, by where those are in its properties: `KeyPolicy/Statement/0`. */
  statements: v.record(v.string(), v.array(v.string())),
});

/** Where a resource of a template is written. */
export type Origin = v.InferOutput<typeof Origin>;

const Origins = v.record(v.string(), v.record(v.string(), Origin));

export type OriginOf = (
  templateFile: string,
  logicalId: string,
  resource: TemplateResource,
) => Origin | undefined;

/** What the stacks' synthesis says of it in `origins.json`; else the construct, where the CDK put it into the template. */
export async function readOrigins(folder: string): Promise<OriginOf> {
  const text = await readFile(join(folder, "origins.json"), "utf8").catch((error) => {
    if (error.code === "ENOENT") return "{}";
    throw error;
  });
  const origins = v.parse(Origins, JSON.parse(text));
  return (templateFile, logicalId, { Metadata = {} }) => {
    const path = Metadata["aws:cdk:path"];
    const known = origins[templateFile]?.[logicalId];
    return known ?? (typeof path === "string" ? { path, at: [], statements: {} } : undefined);
  };
}
