import type { SSTConfig } from "sst";
import { Api } from "./stacks/api.ts";
import { Auth } from "./stacks/auth.ts";
import { Backup } from "./stacks/backup.ts";
import { region } from "./stacks/region.ts";
import { removeUnused } from "./stacks/unused.ts";
import { Verification } from "./stacks/verification.ts";
import { Web } from "./stacks/web.ts";

export default {
  config() {
    return { name: "holdfast", region };
  },
  stacks(app) {
    app.setDefaultFunctionProps({
      runtime: "nodejs24.x",
      architecture: "arm_64",
      tracing: "disabled",
      nodejs: { format: "esm", sourcemap: false },
    });
    app.stack(Auth).stack(Api).stack(Backup).stack(Verification).stack(Web);
    removeUnused(app);
  },
} satisfies SSTConfig;
