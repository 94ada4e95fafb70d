export { bucketRange, headLength } from "./buckets/bucketFile.ts";
export { digester, keyDigest } from "./canonical/digest.ts";
export { keyText } from "./canonical/keyText.ts";
export { check, checkNames } from "./check.ts";
export { type CheckName, checks } from "./checks/registry.ts";
export { trendSeconds } from "./checks/time.ts";
export {
  type ChainProblem,
  type CheckedChain,
  checkChain,
  type EvidenceHead,
  entryName,
  hashOf,
  type SealedEntry,
  seal,
} from "./evidence/chain.ts";
export { type JoinedSides, joinSides, mergeJoined } from "./exact/joinSides.ts";
export type { CheckInput, RecoveryPoint, RelationScan, SecondLook, Side } from "./input.ts";
export type { Item, Key } from "./item.ts";
export { type Conformity, ConformityCheck, mergeConformity, type Violation } from "./model/conformity.ts";
export { type ModelRules, modelRules } from "./model/rules.ts";
export { findOrphans, mergeOrphans, type Orphan, type Orphans } from "./relations/orphans.ts";
export { type Reference, references } from "./relations/references.ts";
export {
  type Counts,
  differences,
  type Finding,
  type Outcome,
  type Report,
  type Severity,
  unverified,
  type Verdict,
} from "./report.ts";
export { mergeSummaries, type ScanSummary, summaryFromBytes, summaryToBytes } from "./scan/summary.ts";
export { type ScanFile, type ScanRules, TableScan } from "./scan/tableScan.ts";
export type { Encryption, IndexShape, KeyAttribute, Setting, TableShape } from "./shape.ts";
export { type KeyDifference, needsJoin, type Reconciliation, reconcile } from "./sketch/reconcile.ts";
export { commitmentTo, type Seed, seedLength } from "./sketch/seed.ts";
export { failureProbability, type SketchShape, shapeFor, smallShape, usualShape } from "./sketch/shape.ts";
export type { Sketch } from "./sketch/sketch.ts";
export { UnreadableItem } from "./unreadable.ts";
export { type PointDates, type Window, windowOf } from "./window.ts";
