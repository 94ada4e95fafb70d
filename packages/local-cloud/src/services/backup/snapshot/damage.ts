/** A recovery point that can't be read back as it was written. The message names what is damaged. */
export class SnapshotDamaged extends Error {
  override readonly name = "SnapshotDamaged";
}
