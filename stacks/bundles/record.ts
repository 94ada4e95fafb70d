import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { registerHooks } from "node:module";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildOptions } from "./esbuild.ts";
import type { Built } from "./recordingEsbuild.ts";

/** How a function's code was bundled. */
export interface Bundle {
  /** The hash of its asset. */
  asset: string;
  /** Where it is in the asset. */
  file: string;
  options: BuildOptions;
  /** What went into it, from the workspace's root; without packages. */
  inputs: string[];
}

/** `bundles.json` of an assembly: what of the sources made what of it. */
export interface Bundles {
  /** Modules of the workspace that the synthesis itself ran, from its root. */
  modules: string[];
  bundles: Bundle[];
}

export const bundlesFile = "bundles.json";

export interface Recording {
  /** Leaves `bundles.json` in the assembly: with it a function is bundled again without a synthesis. */
  write(assembly: string): Promise<void>;
}

/** From now on notes which modules are loaded and how esbuild is called. SST must not be loaded before. */
export function recordBundles(root: string): Recording {
  const modules = new Set<string>();
  registerHooks({
    resolve(specifier, context, next) {
      const isSst = specifier === "esbuild" && context.parentURL?.includes("/sst/runtime/handlers/");
      return isSst
        ? next("./recordingEsbuild.ts", { ...context, parentURL: import.meta.url })
        : next(specifier, context);
    },
    load(url, context, next) {
      const path = url.startsWith("file:") && relative(root, fileURLToPath(url));
      if (path && isOwn(path)) modules.add(path);
      return next(url, context);
    },
  });
  return {
    async write(assembly) {
      const { built } = await import("./recordingEsbuild.ts");
      const found = await Promise.all(built.map((one) => bundleIn(assembly, one)));
      const bundles: Bundles = {
        modules: [...modules].sort(),
        bundles: found.filter((bundle) => bundle !== undefined),
      };
      await writeFile(join(assembly, bundlesFile), JSON.stringify(bundles));
    },
  };
}

const isOwn = (path: string): boolean => !path.startsWith("..") && !path.split(sep).includes("node_modules");

/** Nothing for a bundle that isn't in exactly one asset. */
async function bundleIn(assembly: string, { options, inputs: all }: Built): Promise<Bundle | undefined> {
  // SST has each function in a folder of its own, `…/artifacts/<its id>`.
  const file = options.outfile?.split(`${sep}artifacts${sep}`)[1]?.split(sep).slice(1).join("/");
  if (!file) return undefined;
  const assets = (await readdir(assembly)).filter((name) => existsSync(join(assembly, name, file)));
  const [asset] = assets;
  if (!asset || assets.length > 1) return undefined;
  return { asset: asset.replace(/^asset\./, ""), file, options, inputs: all.filter(isOwn) };
}
