import { link, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { codeHash, SOURCES } from "../verifier/versions.ts";
import { type BuildResult, esbuildOfSst } from "./esbuild.ts";
import { type Bundle, type Bundles, bundlesFile } from "./record.ts";

export interface Rebuild {
  root: string;
  /** The assembly that there is. */
  from: string;
  /** Where the new one goes: it isn't there yet. */
  to: string;
  /** The files of the sources that came, went or changed since. */
  changed: string[];
}

/**
 * Makes the assembly that a synthesis would make where only the code of functions has changed: by the options that the
 * last one bundled with. False where more has changed, or may have; nothing is written then.
 * Throws what esbuild says where something can't be bundled.
 */
export async function rebuild({ root, from, to, changed }: Rebuild): Promise<boolean> {
  const text = await readFile(join(from, bundlesFile), "utf8").catch(() => undefined);
  if (text === undefined) return false;
  const { modules, bundles }: Bundles = JSON.parse(text);
  if (!changed.every((file) => isOfFunctions(file) && !modules.includes(file))) return false;

  const known = new Set(bundles.flatMap(({ inputs }) => inputs));
  // A file that is new may be found where another was before.
  const all = changed.some((file) => !known.has(file));
  const concerned = bundles.filter(({ inputs }) => all || inputs.some((file) => changed.includes(file)));
  const esbuild = esbuildOfSst(root);
  const built = await Promise.all(
    concerned.map(async (bundle) => ({
      bundle,
      result: await esbuild.build({ ...bundle.options, write: false }),
    })),
  );

  await mkdir(to);
  const replaced = new Map<string, string>();
  const assets = new Map(concerned.map(({ asset }) => [`asset.${asset}`, asset]));
  for (const name of await readdir(from)) {
    if (!assets.has(name) && !isText(name)) await linkAll(join(from, name), join(to, name));
  }
  const remade = await Promise.all(
    built.map(async ({ bundle, result }) => {
      const next = await remakeAsset(bundle, result, { root, from, to });
      replaced.set(bundle.asset, next.asset);
      return next;
    }),
  );
  const remadeOf = new Map(concerned.map((bundle, index) => [bundle, remade[index]!]));
  await writeFile(
    join(to, bundlesFile),
    JSON.stringify({ modules, bundles: bundles.map((bundle) => remadeOf.get(bundle) ?? bundle) }),
  );
  await replaceIn(from, to, replaced);
  return true;
}

const isOfFunctions = (file: string): boolean =>
  file.endsWith(".ts") && SOURCES.some((folder) => file.startsWith(`${folder}/`));

/** What names assets by their hashes. */
const isText = (name: string): boolean => name.endsWith(".json");

/** Files of assets are never written again, so that two assemblies can share them. */
async function linkAll(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true }).catch((error) => {
    if (error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (!entries) return link(from, to);
  await mkdir(to, { recursive: true });
  await Promise.all(entries.map(({ name }) => linkAll(join(from, name), join(to, name))));
}

async function remakeAsset(
  bundle: Bundle,
  result: BuildResult,
  { root, from, to }: { root: string; from: string; to: string },
): Promise<Bundle> {
  const { file, asset } = bundle;
  const code = result.outputFiles?.find(({ path }) => path.endsWith(file.split("/").at(-1)!));
  if (!code) throw new Error(`esbuild made no ${file}.`);
  const aside = join(to, `${asset}.new`);
  await linkAll(join(from, `asset.${asset}`), aside);
  // Another file in its place: the old one is linked elsewhere.
  await writeFile(join(aside, `${file}.new`), code.contents);
  await rename(join(aside, `${file}.new`), join(aside, file));
  const hash = fingerprintOf(root, aside);
  await rename(aside, join(to, `asset.${hash}`));
  const inputs = Object.keys(result.metafile?.inputs ?? {}).filter(
    (input) => !input.includes("node_modules/"),
  );
  return { ...bundle, asset: hash, inputs };
}

/** As the CDK names an asset. Its own function, without the rest of it, which takes seconds to load. */
function fingerprintOf(root: string, folder: string): string {
  const cdk = dirname(createRequire(join(root, "package.json")).resolve("aws-cdk-lib/package.json"));
  const { fingerprint } = createRequire(import.meta.url)(join(cdk, "core/lib/fs/fingerprint.js"));
  return fingerprint(folder);
}

/** The assets' new names, and the code's new hash, wherever the old ones are. */
async function replaceIn(from: string, to: string, assets: Map<string, string>): Promise<void> {
  const now = codeHash();
  const codeHashes = /("CODE_HASH": ?")[0-9a-f]{64}"/g;
  await Promise.all(
    (await readdir(from)).filter(isText).map(async (name) => {
      if (name === bundlesFile) return;
      const text = await readFile(join(from, name), "utf8");
      const renamed = text.replace(/[0-9a-f]{64}/g, (hash) => assets.get(hash) ?? hash);
      await writeFile(join(to, name), renamed.replace(codeHashes, `$1${now}"`));
    }),
  );
}
