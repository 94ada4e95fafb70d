import type { Command } from "commander";
import { tablesOf } from "../cloud.ts";
import { pointsOf } from "../points.ts";
import { pointsReport } from "../report.ts";
import { chooseTables } from "../tables.ts";
import { type Context, examples, type SharedOptions, tableOption } from "./command.ts";

export const pointsCommand = (program: Command, context: Context): Command =>
  tableOption(program.command("points"))
    .description("List the recovery points, newest first, each with its last verdict.")
    .addHelpText("after", examples(["points", "points --table Item", "points --stage prod --json"]))
    .action((_, self: Command) => listPoints(self.optsWithGlobals(), context));

async function listPoints(options: SharedOptions & { table?: string[] }, { world }: Context): Promise<void> {
  const cloud = await world.connect(options);
  const all = await tablesOf(cloud);
  const tables = chooseTables(all, options.table ?? []);
  const verifications = all.find(({ model }) => model === "Verification");
  const points = (await Promise.all(tables.map((table) => pointsOf(cloud, table, verifications)))).flat();
  if (options.json) return world.print(JSON.stringify({ points }));
  const models = tables.map(({ model }) => model);
  world.print(pointsReport(points, models, await cloud.now(), world.paint));
}
