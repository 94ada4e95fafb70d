import { join } from "node:path";
import { jsonFile } from "../../jsonFile.ts";
import { dynamoDb } from "./views.ts";

/** By resource type. */
export type Preference = Record<string, boolean>;

interface Stored {
  optIn: Preference;
  management: Preference;
  modifiedAt?: string;
}

export interface RegionSettings {
  readonly optIn: Preference;
  readonly management: Preference;
  /** When they were last changed; ISO 8601. */
  readonly modifiedAt?: string;
  /** Whether plans back up tables that they select by tags only. */
  readonly optedIn: boolean;
  /**
   * Whether AWS Backup manages DynamoDB's backups fully: cold storage, copies, tags and the vault's key come with that.
   * https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
   */
  readonly advanced: boolean;
  update(change: { optIn?: Preference; management?: Preference }, modifiedAt: string): void;
}

/** An account made today has both on: only those with a vault from before 2021-11-21 start with them off. */
const initial: Stored = { optIn: { [dynamoDb]: true }, management: { [dynamoDb]: true } };

/** `<folder>/region-settings.json`. */
export function createRegionSettings(folder: string): RegionSettings {
  const file = jsonFile<Stored>(join(folder, "region-settings.json"), initial);
  return {
    get optIn() {
      return file.value.optIn;
    },
    get management() {
      return file.value.management;
    },
    get modifiedAt() {
      return file.value.modifiedAt;
    },
    get optedIn() {
      return file.value.optIn[dynamoDb] === true;
    },
    get advanced() {
      return file.value.optIn[dynamoDb] === true && file.value.management[dynamoDb] === true;
    },
    update({ optIn, management }, modifiedAt) {
      file.value = {
        optIn: { ...file.value.optIn, ...optIn },
        management: { ...file.value.management, ...management },
        modifiedAt,
      };
      file.save();
    },
  };
}
