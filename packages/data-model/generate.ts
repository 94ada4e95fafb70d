import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { AmplifyGraphqlApi, AmplifyGraphqlDefinition } from "@aws-amplify/graphql-api-construct";
import generator from "@aws-amplify/graphql-generator";
import { App, Stack } from "aws-cdk-lib";
import { UserPool } from "aws-cdk-lib/aws-cognito";

const here = import.meta.dirname;

/** The schema AppSync serves: `schema.graphql` as the Amplify transformer expands it. */
async function expandedSchema(): Promise<string> {
  const outdir = await mkdtemp(join(tmpdir(), "holdfast-schema-"));
  try {
    const app = new App({ outdir });
    const stack = new Stack(app, "DataModel");
    new AmplifyGraphqlApi(stack, "Api", {
      definition: AmplifyGraphqlDefinition.fromFiles(join(here, "schema.graphql")),
      authorizationModes: {
        defaultAuthorizationMode: "AMAZON_COGNITO_USER_POOLS",
        userPoolConfig: { userPool: new UserPool(stack, "UserPool") },
        iamConfig: { enableIamAuthorizationMode: true },
      },
    });
    app.synth();
    const files = (await readdir(outdir)).filter((name) => name.endsWith(".graphql"));
    const schemas = await Promise.all(files.map((name) => readFile(join(outdir, name), "utf8")));
    const schema = schemas.find((text) => text.includes("type Query"));
    if (!schema)
      throw new Error(`The transformer left no schema with a Query type among ${files.join(", ")}`);
    return schema;
  } finally {
    await rm(outdir, { recursive: true });
  }
}

/** Node runs TypeScript by erasing types, so nothing generated may have a run-time part that only tsc makes. */
function erasable(source: string): string {
  return source
    .replace(/^import \* as APITypes from .*$/m, 'import type * as APITypes from "./types.ts";')
    .replace(/export enum (\w+) \{([^}]*)\}/g, (_, name: string, body: string) => {
      const values = [...body.matchAll(/= ("[^"]*")/g)].map((match) => match[1]);
      return `export type ${name} = ${values.join(" | ")};`;
    });
}

/** Every file of `src/generated`, by name. Two levels deep: a category with its items. */
export async function generate(): Promise<Record<string, string>> {
  const schema = await expandedSchema();
  const statements = generator.generateStatements({
    schema,
    target: "typescript",
    maxDepth: 2,
    relativeTypesPath: "./types",
  });
  const documents = generator.generateStatements({ schema, target: "graphql", maxDepth: 2 });
  const types = await generator.generateTypes({
    schema,
    target: "typescript",
    queries: Object.values(documents).join("\n"),
    amplifyJsLibraryVersion: 6,
  });
  return {
    "schema.graphql": schema,
    "source.ts": `/** The schema as the team wrote it. */\nexport const schema = ${JSON.stringify(await readFile(join(here, "schema.graphql"), "utf8"))};\n`,
    "types.ts": erasable(Object.values(types).join("\n")),
    ...Object.fromEntries(Object.entries(statements).map(([name, text]) => [name, erasable(text)])),
  };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { out: { type: "string", default: join(here, "src/generated") } },
  });
  try {
    const files = Object.entries(await generate());
    await mkdir(values.out, { recursive: true });
    for (const [name, text] of files) await writeFile(join(values.out, name), text);
  } catch (error) {
    // With the place in the schema.
    process.stderr.write(`${error}\n`);
    process.exitCode = 1;
  }
}
