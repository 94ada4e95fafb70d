/** Why a running job is ended from outside. */
export class Interruption extends Error {
  override readonly name = "Interruption";
  readonly by: "caller" | "shutdown";

  constructor(by: "caller" | "shutdown", message: string) {
    super(message);
    this.by = by;
  }
}
