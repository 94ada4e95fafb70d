import { registerHooks } from "node:module";

/** Loaded before the stacks, has them take the policy of restoreTestingPolicy.ts for the team's. */
const ofTeam = new URL("../../../../stacks/policy.ts", import.meta.url).href;
const other = new URL("restoreTestingPolicy.ts", import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return found.url === ofTeam && context.parentURL !== other ? { ...found, url: other } : found;
  },
});
