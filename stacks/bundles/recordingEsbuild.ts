import { type BuildOptions, type Esbuild, esbuildOfSst } from "./esbuild.ts";

/** A bundle that was made: how, and of what, from the workspace's root. */
export interface Built {
  options: BuildOptions;
  inputs: string[];
}

export const built: Built[] = [];

const esbuild = esbuildOfSst(process.cwd());

/** SST's esbuild, that notes how it is called. SST imports it in esbuild's place: `recordBundles` sees to that. */
export default {
  ...esbuild,
  async context(options: BuildOptions) {
    const context = await esbuild.context(options);
    return {
      ...context,
      async rebuild() {
        const result = await context.rebuild();
        built.push({ options, inputs: Object.keys(result.metafile?.inputs ?? {}) });
        return result;
      },
    };
  },
} satisfies Esbuild;
