import { continuousBackupOperations } from "./continuousBackups.ts";
import { type SettingsOperation, settingsOperations } from "./settings.ts";
import { timeToLiveOperations } from "./timeToLive.ts";

/** What is answered here; all else is the engine's. */
export const operations: Record<string, SettingsOperation> = {
  ...settingsOperations,
  ...continuousBackupOperations,
  ...timeToLiveOperations,
};
