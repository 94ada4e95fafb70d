import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type OriginOf, readOrigins } from "./origins.ts";

export interface TemplateResource {
  Type: string;
  Properties?: Record<string, unknown>;
  DependsOn?: string | string[];
  Condition?: string;
  /** What becomes of it when its stack is deleted. */
  DeletionPolicy?: string;
  Metadata?: Record<string, unknown>;
}

export interface TemplateOutput {
  Value: unknown;
  Description?: string;
  Condition?: string;
  Export?: { Name: unknown };
}

export interface Template {
  Description?: string;
  Parameters?: Record<string, { Type: string; Default?: string }>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  Conditions?: Record<string, unknown>;
  Resources?: Record<string, TemplateResource>;
  Outputs?: Record<string, TemplateOutput>;
}

export interface AssemblyStack {
  /** The deployed name, such as `local-holdfast-Backup`. */
  name: string;
  /** The stack's id in the app, such as `Backup`. */
  id: string;
  /** Its name in the assembly's folder. */
  templateFile: string;
  template: Template;
}

/** A synthesized cloud assembly, as `cdk synth` and SST leave it on disk. */
export interface Assembly {
  /** Stacks in the order in which they depend on each other. */
  stacks: AssemblyStack[];
  /** The file or folder of an asset, found by its hash or by any location that ends in it (`s3://…/<hash>.vtl`). */
  asset(location: string): string;
  /** Where a resource of a template is written, as far as the assembly says it. */
  originOf: OriginOf;
}

interface Manifest {
  artifacts: Record<
    string,
    {
      type: string;
      dependencies?: string[];
      displayName?: string;
      properties?: { templateFile?: string; stackName?: string };
    }
  >;
}

const readJson = async <T>(file: string): Promise<T> => JSON.parse(await readFile(file, "utf8")) as T;

/**
 * Reads the assembly in `folder`.
 * Throws when there is none: it has to be synthesized first.
 */
export async function readAssembly(folder: string): Promise<Assembly> {
  const manifest = await readJson<Manifest>(join(folder, "manifest.json")).catch((cause) => {
    throw new Error(
      `No synthesized assembly in ${folder}: synthesize the stacks first (npm run synth -w stacks).`,
      {
        cause,
      },
    );
  });
  const assets = await readAssets(folder);
  const originOf = await readOrigins(folder);
  const artifacts = Object.entries(manifest.artifacts).filter(
    ([, artifact]) => artifact.type === "aws:cloudformation:stack" && artifact.properties?.templateFile,
  );
  const ids = inDependencyOrder(
    new Map(artifacts.map(([id, artifact]) => [id, artifact.dependencies ?? []])),
  );
  const byId = new Map(artifacts);

  return {
    originOf,
    stacks: await Promise.all(
      ids.map(async (artifactId) => {
        const artifact = byId.get(artifactId)!;
        const name = artifact.properties?.stackName ?? artifactId;
        return {
          name,
          id: name.split("-").at(-1) ?? name,
          templateFile: artifact.properties!.templateFile!,
          template: await readJson<Template>(join(folder, artifact.properties!.templateFile!)),
        };
      }),
    ),
    asset(location) {
      const key = location.split("/").at(-1) ?? location;
      const path = assets.get(key.split(".")[0] ?? key);
      if (!path) throw new Error(`The assembly in ${folder} has no asset for ${location}`);
      return path;
    },
  };
}

async function readAssets(folder: string): Promise<Map<string, string>> {
  const assets = new Map<string, string>();
  for (const name of await readdir(folder)) {
    if (!name.endsWith(".assets.json")) continue;
    const { files } = await readJson<{ files: Record<string, { source: { path: string } }> }>(
      join(folder, name),
    );
    for (const [hash, file] of Object.entries(files)) assets.set(hash, join(folder, file.source.path));
  }
  return assets;
}

/**
 * The keys of `dependencies`, each after those it depends on; names that aren't keys are ignored.
 * Throws on a circle, naming it.
 */
export function inDependencyOrder(dependencies: Map<string, Iterable<string>>): string[] {
  const ordered = new Set<string>();
  const visit = (id: string, path: string[]) => {
    if (ordered.has(id)) return;
    if (path.includes(id))
      throw new Error(`Circular dependency: ${[...path.slice(path.indexOf(id)), id].join(" → ")}`);
    for (const other of dependencies.get(id) ?? []) if (dependencies.has(other)) visit(other, [...path, id]);
    ordered.add(id);
  };
  for (const id of dependencies.keys()) visit(id, []);
  return [...ordered];
}
