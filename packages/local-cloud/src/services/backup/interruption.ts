/** The caller stopped it, the local cloud stops, or the time it had is over. */
export type Interrupter = "caller" | "shutdown" | "window";

/** Why a job is ended from outside. */
export class Interruption extends Error {
  override readonly name = "Interruption";
  readonly by: Interrupter;

  constructor(by: Interrupter, message: string) {
    super(message);
    this.by = by;
  }
}
