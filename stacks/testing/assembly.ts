import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import { inject } from "vitest";

type StageName = "local" | "prod";

export interface Resource {
  Type: string;
  DeletionPolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is CloudFormation's, a different one for each type
  Properties: Record<string, any>;
}

export interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

/** A stack's template. */
export function stack(name: string, stage: StageName = "prod"): Template {
  return Template.fromJSON(read(stage, `${stage}-holdfast-${name}.template.json`));
}

/** Every resource of a stage, nested stacks' too, by stack (or nested stack) and logical id. */
export function resources(stage: StageName = "prod"): [where: string, resource: Resource][] {
  return readdirSync(inject("assemblies")[stage])
    .filter((file) => file.endsWith("template.json"))
    .flatMap((file) =>
      Object.entries(read(stage, file).Resources ?? {}).map(([id, resource]): [string, Resource] => [
        `${file.replace(/(\.nested)?\.template\.json$/, "")}/${id}`,
        resource,
      ]),
    );
}

export function ofType(type: string, stage?: StageName) {
  return resources(stage).filter(([, resource]) => resource.Type === type);
}

/** The tables of the GraphQL API's models. */
export function modelTables(stage?: StageName) {
  return ofType("AWS::DynamoDB::Table", stage).filter(([where]) => !where.includes("holdfast-"));
}

/** All a role's statements, as far as they are the stacks' own. */
export function statements(role: Resource): Statement[] {
  return (role.Properties.Policies ?? []).flatMap(
    ({ PolicyDocument }: { PolicyDocument: { Statement: Statement[] } }) => PolicyDocument.Statement,
  );
}

function read(stage: StageName, file: string): { Resources?: Record<string, Resource> } {
  return JSON.parse(readFileSync(join(inject("assemblies")[stage], file), "utf8"));
}
