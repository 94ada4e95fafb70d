import type { AmplifyAppSyncSimulator } from "@aws-amplify/amplify-appsync-simulator";
import type { Api } from "./apis.ts";
import { type AppSync, type AppSyncDeps, createAppSync } from "./service.ts";
import { createSimulator, type SimulatorDeps, simulatorConfig } from "./simulator.ts";

export interface AppSyncApi {
  /** Undefined while the stacks have no GraphQL API. */
  current(): AppSync | undefined;
  /** Runs the API as it is now. Sockets stay open, and their subscriptions go on. Throws when its schema can't be run. */
  run(api: Api | undefined): void;
  stop(): Promise<void>;
}

export function createAppSyncApi(deps: Omit<AppSyncDeps, "simulator" | "apiId"> & SimulatorDeps): AppSyncApi {
  let running: { api: Api; simulator: AmplifyAppSyncSimulator; appSync: AppSync } | undefined;

  return {
    current: () => running?.appSync,
    run(api) {
      if (api?.id === running?.api.id) {
        if (!api || !running) return;
        running.simulator.init(simulatorConfig(api, deps));
        running.api = api;
        return;
      }
      void running?.appSync.stop();
      running = undefined;
      if (!api) return;
      const simulator = createSimulator(api, deps);
      running = { api, simulator, appSync: createAppSync({ ...deps, simulator, apiId: api.id }) };
    },
    async stop() {
      await running?.appSync.stop();
    },
  };
}
