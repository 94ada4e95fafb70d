/** A schedule expression AWS would refuse. */
export class ScheduleError extends Error {
  readonly expression: string;

  constructor(expression: string, reason: string) {
    super(`The schedule "${expression}" can't be used: ${reason}.`);
    this.name = "ScheduleError";
    this.expression = expression;
  }
}
