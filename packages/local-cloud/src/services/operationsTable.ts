import { operations as cloudWatch } from "./cloudwatch/operations.ts";
import { operations as eventBridge } from "./events/service.ts";
import { operations as kms } from "./kms/operations.ts";
import { operations as sns } from "./sns/operations.ts";
import { operations as sqs } from "./sqs/operations.ts";
import { operations as states } from "./states/operations.ts";

const services: Record<string, Record<string, unknown>> = {
  CloudWatch: cloudWatch,
  EventBridge: eventBridge,
  KMS: kms,
  SNS: sns,
  SQS: sqs,
  "Step Functions": states,
};

/** The operations that these services have here, of their registries: Markdown for the README. */
export function operationsTable(): string {
  const rows = Object.entries(services).map(([name, operations]) => [
    name,
    Object.keys(operations).sort().join(", "),
  ]);
  const titles = ["Service", "Operations"];
  const widths = titles.map((_, column) =>
    Math.max(...[titles, ...rows].map((cells) => cells[column]!.length)),
  );
  // As the formatter has it.
  const line = (cells: string[], fill = " ") =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!, fill)).join(" | ")} |`;
  return [line(titles), line(["", ""], "-"), ...rows.map((cells) => line(cells))].join("\n");
}

const begin = "<!-- operations of other services: npm run readme -->";
const end = "<!-- end of operations of other services -->";

/** The README with the table as it has to be. Throws when it has no place for it. */
export function withOperationsTable(readme: string): string {
  const [before, ...rest] = readme.split(begin);
  const after = rest.join(begin).split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`The README lacks "${begin}" or "${end}".`);
  return `${before}${begin}\n\n${operationsTable()}\n\n${end}${after}`;
}
