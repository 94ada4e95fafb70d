import type { AmplifyAppSyncSimulator } from "@aws-amplify/amplify-appsync-simulator";
import type { Clock } from "../../service.ts";

interface TemplateTime {
  epochMilliSecondsToFormatted(epochMs: number, format: unknown, timeZone?: unknown): string | null;
}

interface Template {
  buildRenderContext(...given: unknown[]): { util: { now: Date; time: TemplateTime } };
}

/** Has the templates' `$util.time` show the clock's time. The simulator would ask the machine. */
export function tellTime(simulator: AmplifyAppSyncSimulator, clock: Clock): void {
  const told = new WeakSet<Template>();
  const find = simulator.getMappingTemplate.bind(simulator);
  simulator.getMappingTemplate = (path) => {
    const template = find(path) as ReturnType<typeof find> & Template;
    if (!told.has(template)) tell(template, clock);
    told.add(template);
    return template;
  };
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/time-helpers-in-util-time.html */
function tell(template: Template, clock: Clock): void {
  const build = template.buildRenderContext.bind(template);
  template.buildRenderContext = (...given) => {
    const context = build(...given);
    const now = clock.now();
    const { time } = context.util;
    Object.assign(context.util, { now });
    Object.assign(time, {
      nowISO8601: () => now.toISOString(),
      nowEpochSeconds: () => Math.floor(now.getTime() / 1000),
      nowEpochMilliSeconds: () => now.getTime(),
      nowFormatted: (format: unknown, timeZone?: unknown) =>
        time.epochMilliSecondsToFormatted(now.getTime(), format, timeZone ?? "UTC"),
    });
    return context;
  };
}
