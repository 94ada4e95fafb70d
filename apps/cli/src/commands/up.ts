import type { Command } from "commander";
import { CouldNotRun } from "../errors.ts";
import type { UpOptions } from "../up/up.ts";
import { type Context, examples, httpUrl, type SharedOptions, wholeNumber } from "./command.ts";

export const upCommand = (program: Command, { world, end }: Context): Command =>
  program
    .command("up")
    .description("Run everything on this machine: stacks, data, site. It is what `npm start` runs.")
    .option(
      "--fresh",
      "delete what the data folder holds (with its tables, if they are in --dynamodb) and start over",
    )
    .option("--port <n>", "port of the endpoint; the site takes the next one", wholeNumber(1, 65_534), 4600)
    .option("--no-seed", "begin without users and demo data")
    .option("--no-web", "leave the site out")
    .option("--dynamodb <url>", "a DynamoDB-compatible server in place of the one built in", httpUrl)
    .addHelpText(
      "after",
      examples([
        "up",
        "up --port 4700 --data /tmp/try",
        "up --fresh --no-web",
        "up --dynamodb http://127.0.0.1:8000",
      ]),
    )
    .action(async (_, self: Command) => {
      const options = self.optsWithGlobals<UpOptions & SharedOptions>();
      if (options.stage) {
        throw new CouldNotRun(`up runs on this machine only, and the stage "${options.stage}" is in AWS.`, {
          next: `Deploy a stage with: npx sst deploy --stage ${options.stage}`,
        });
      }
      end(await world.up(options));
    });
