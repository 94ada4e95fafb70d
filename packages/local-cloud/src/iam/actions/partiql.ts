import type { Permission } from "./mapping.ts";

const NAME = String.raw`("(?:[^"]|"")+"|[\w.:/-]+)(?:\."?([\w.-]+)"?)?`;
const FORMS = [
  { action: "PartiQLInsert", form: new RegExp(String.raw`^\s*INSERT\s+INTO\s+${NAME}`, "i") },
  { action: "PartiQLUpdate", form: new RegExp(String.raw`^\s*UPDATE\s+${NAME}`, "i") },
  { action: "PartiQLDelete", form: new RegExp(String.raw`^\s*DELETE\s+FROM\s+${NAME}`, "i") },
  {
    action: "PartiQLSelect",
    form: new RegExp(String.raw`^\s*(?:SELECT|EXISTS)\b[\s\S]*?\bFROM\s+${NAME}`, "i"),
  },
];

/**
 * The permission of a PartiQL statement; one that can't be read needs PartiQLSelect on everything.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
 */
export function partiqlPermission(statement: string, tableArn: (name: string) => string): Permission {
  for (const { action, form } of FORMS) {
    const [, name, index] = form.exec(statement) ?? [];
    if (name === undefined) continue;
    const table = tableArn(name.replace(/^"|"$/g, ""));
    return {
      action: `dynamodb:${action}`,
      resource: index === undefined ? table : `${table}/index/${index}`,
    };
  }
  return { action: "dynamodb:PartiQLSelect", resource: "*" };
}
