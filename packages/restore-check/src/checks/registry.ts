import type { Check } from "./check.ts";
import { contents } from "./contents.ts";
import { model } from "./model.ts";
import { recoveryPoint } from "./recoveryPoint.ts";
import { relations } from "./relations.ts";
import { settings } from "./settings.ts";
import { structure } from "./structure.ts";
import { time } from "./time.ts";

/** Every check there is, in the order in which they run. */
export const checks = {
  recoveryPoint,
  structure,
  contents,
  model,
  relations,
  time,
  settings,
} as const satisfies Record<string, Check>;

export type CheckName = keyof typeof checks;
