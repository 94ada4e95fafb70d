export interface KeyAttribute {
  name: string;
  role: "HASH" | "RANGE";
  type: string;
}

export interface IndexShape {
  name: string;
  kind: "global" | "local";
  key: KeyAttribute[];
  /** ALL, KEYS_ONLY, or INCLUDE with the attributes' names. */
  projection: string;
}

/** As AWS Backup's restore metadata names it: Default is the AWS-owned key, KMS without an ARN the AWS-managed one. */
export interface Encryption {
  type: "Default" | "KMS";
  keyArn?: string;
}

/** What a restore brings back of a table, besides its items. */
export interface TableShape {
  key: KeyAttribute[];
  indexes: IndexShape[];
  encryption: Encryption;
}

/** A setting of the live table that a restore never brings back. */
export interface Setting {
  name: string;
  state: "on" | "off" | "unknown";
  /** What is set, as far as it helps; or why it could not be read. */
  detail?: string;
  /** How to set it again on the restored table: a command. */
  reapply: string;
}
