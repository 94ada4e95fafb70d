export { digester, keyDigest } from "./canonical/digest.ts";
export { keyText } from "./canonical/keyText.ts";
export { check, requiredChecks } from "./check.ts";
export { checks } from "./checks/registry.ts";
export type { CheckInput, RecoveryPoint, SecondLook, Side } from "./input.ts";
export type { Item, Key } from "./item.ts";
export {
  type Counts,
  differences,
  type Finding,
  type Outcome,
  type Report,
  type Severity,
  type Verdict,
} from "./report.ts";
export type { Encryption, IndexShape, KeyAttribute, Setting, TableShape } from "./shape.ts";
export { UnreadableItem } from "./unreadable.ts";
