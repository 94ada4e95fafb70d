import { type Window, windowOf } from "@holdfast/restore-check";
import type { PickedPoint } from "./run.ts";
import type { Settings } from "./settings.ts";

const date = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

/** The span that a recovery point may be of, by the clocks of those who date its items. */
export const pointWindow = (
  point: Pick<PickedPoint, "createdAt" | "initiatedAt" | "completedAt">,
  settings: Pick<Settings, "pointSlackSeconds" | "clockSlackSeconds">,
): Window =>
  windowOf(
    {
      createdAt: new Date(point.createdAt),
      initiatedAt: date(point.initiatedAt),
      completedAt: date(point.completedAt),
    },
    settings.pointSlackSeconds + settings.clockSlackSeconds,
  );

export const textOf = ({ from, to }: Window) => ({ from: from.toISOString(), to: to.toISOString() });
export const dated = ({ from, to }: ReturnType<typeof textOf>): Window => ({
  from: new Date(from),
  to: new Date(to),
});
