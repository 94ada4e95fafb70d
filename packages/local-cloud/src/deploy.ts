import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Assembly, inDependencyOrder, type Template } from "./assembly/assembly.ts";
import { noValue, references, resolve, type Scope } from "./assembly/intrinsics.ts";
import type { Origin } from "./assembly/origins.ts";
import type { Place, ResourceHandler, ResourceResult } from "./service.ts";
import { stableId } from "./stableId.ts";

export interface StackOutput {
  key: string;
  value: string;
  description?: string;
  exportName?: string;
}

export interface DeployedResource {
  logicalId: string;
  physicalId: string;
  type: string;
  /** `<stack>/<logical id>`, the nested stack's where it is in one. */
  source: string;
  /** Changes when a property does. */
  digest: string;
  /** Stays when it is taken out of its stack, by its DeletionPolicy. */
  retained: boolean;
}

export interface DeployedStack {
  name: string;
  id: string;
  template: Template;
  outputs: StackOutput[];
  resources: DeployedResource[];
}

export interface Deployment {
  stacks: DeployedStack[];
  /** One sentence for each thing of the template that doesn't run here. */
  warnings: string[];
}

export interface DeployOptions {
  assembly: Assembly;
  place: Place;
  handlers: Record<string, ResourceHandler>;
  /** Types that do nothing here, each with what takes their place. */
  standIns: Record<string, string>;
  /** Hears of every resource that has been made, with where it is written. */
  onResource?(resource: MadeResource): void;
}

export interface MadeResource {
  /** `<stack>/<logical id>`, the nested stack's where it is in one. */
  source: string;
  properties: Record<string, unknown>;
  result: ResourceResult;
  origin: Origin | undefined;
}

/**
 * Makes what the assembly's templates describe, stack by stack, resource by resource, in dependency order.
 * @param made takes every resource that has been made, those of nested stacks too, also when a later one fails
 */
export async function deploy(options: DeployOptions, made: DeployedResource[] = []): Promise<Deployment> {
  const exports = new Map<string, string>();
  const unknown = new Map<string, string[]>();
  const warnings: string[] = [];
  const stacks: DeployedStack[] = [];
  for (const { name, id, template, templateFile } of options.assembly.stacks) {
    const stack = await deployTemplate({
      ...options,
      name,
      template,
      templateFile,
      parameters: {},
      exports,
      unknown,
      warnings,
      made,
    });
    stacks.push({ ...stack, id, template });
  }
  return {
    stacks,
    warnings: [
      ...[...unknown].map(
        ([type, ids]) =>
          `${type} doesn't run in the local cloud: ${ids.join(", ")} ${ids.length > 1 ? "are" : "is"} left out.`,
      ),
      ...warnings,
    ],
  };
}

interface TemplateOptions extends DeployOptions {
  name: string;
  template: Template;
  templateFile: string;
  parameters: Record<string, unknown>;
  exports: Map<string, string>;
  unknown: Map<string, string[]>;
  warnings: string[];
  made: DeployedResource[];
}

async function deployTemplate(options: TemplateOptions): Promise<Omit<DeployedStack, "id" | "template">> {
  const { template, name, handlers, standIns, unknown } = options;
  const results = new Map<string, ResourceResult>();
  const scope = templateScope(options, results);
  const included = Object.entries(template.Resources ?? {}).filter(
    ([, resource]) => !resource.Condition || scope.condition(resource.Condition),
  );
  const order = inDependencyOrder(
    new Map(
      included.map(([id, resource]) => [
        id,
        new Set([...references(resource.Properties), ...[resource.DependsOn ?? []].flat()]),
      ]),
    ),
  );
  const resources: DeployedResource[] = [];
  for (const logicalId of order) {
    const resource = template.Resources![logicalId]!;
    const properties = resolve(resource.Properties ?? {}, scope) as Record<string, unknown>;
    const physicalId = generatedName(name, logicalId);
    let result: ResourceResult;
    if (resource.Type === "AWS::CloudFormation::Stack") {
      result = await deployNestedStack(options, physicalId, properties);
    } else if (handlers[resource.Type]) {
      result = await handlers[resource.Type]!({
        logicalId,
        stackName: name,
        type: resource.Type,
        properties,
        physicalId,
      });
    } else {
      if (!standIns[resource.Type])
        unknown.set(resource.Type, [...(unknown.get(resource.Type) ?? []), `${name}/${logicalId}`]);
      result = { ref: physicalId };
    }
    results.set(logicalId, result);
    options.onResource?.({
      source: `${name}/${logicalId}`,
      properties,
      result,
      origin: options.assembly.originOf(options.templateFile, logicalId, resource),
    });
    options.warnings.push(...(result.warnings ?? []));
    const deployed = {
      logicalId,
      physicalId: result.ref,
      type: resource.Type,
      source: `${name}/${logicalId}`,
      digest: createHash("sha256").update(JSON.stringify(properties)).digest("base64url"),
      retained: /^(Retain|RetainExceptOnCreate|Snapshot)$/.test(resource.DeletionPolicy ?? ""),
    };
    resources.push(deployed);
    options.made.push(deployed);
  }
  return { name, resources, outputs: readOutputs(template, scope, options.exports) };
}

const runs = (type: string, { handlers }: DeployOptions): boolean =>
  type === "AWS::CloudFormation::Stack" || type in handlers;

/** As CloudFormation does: shortened, so that it fits the 64 characters of a role's or a function's name. */
const generatedName = (stack: string, logicalId: string): string =>
  `${stack.slice(0, 24)}-${logicalId.slice(0, 24)}-${stableId(`${stack}/${logicalId}`, 12)}`;

async function deployNestedStack(
  options: TemplateOptions,
  name: string,
  properties: Record<string, unknown>,
): Promise<ResourceResult> {
  const file = options.assembly.asset(String(properties.TemplateURL));
  const template = JSON.parse(await readFile(file, "utf8")) as Template;
  const parameters = (properties.Parameters ?? {}) as Record<string, unknown>;
  const templateFile = basename(file);
  const { outputs } = await deployTemplate({ ...options, name, template, templateFile, parameters });
  const { partition, region, accountId } = options.place;
  return {
    ref: `arn:${partition}:cloudformation:${region}:${accountId}:stack/${name}/${stableId(name, 12)}`,
    attributes: Object.fromEntries(outputs.map(({ key, value }) => [`Outputs.${key}`, value])),
  };
}

function readOutputs(template: Template, scope: Scope, exports: Map<string, string>): StackOutput[] {
  return Object.entries(template.Outputs ?? {})
    .filter(([, output]) => !output.Condition || scope.condition(output.Condition))
    .map(([key, output]) => {
      const value = asText(resolve(output.Value, scope));
      const exportName = output.Export && asText(resolve(output.Export.Name, scope));
      if (exportName) exports.set(exportName, value);
      return { key, value, description: output.Description, exportName };
    });
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function templateScope(options: TemplateOptions, results: Map<string, ResourceResult>): Scope {
  const { template, name, place, parameters, exports } = options;
  const pseudo: Record<string, unknown> = {
    "AWS::AccountId": place.accountId,
    "AWS::Region": place.region,
    "AWS::Partition": place.partition,
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": name,
    "AWS::StackId": `arn:${place.partition}:cloudformation:${place.region}:${place.accountId}:stack/${name}/${stableId(name, 12)}`,
    "AWS::NotificationARNs": [],
    "AWS::NoValue": noValue,
  };
  const missing = (what: string): never => {
    throw new Error(`${name}: the template refers to ${what}, which isn't there`);
  };
  const scope: Scope = {
    ref(id) {
      if (id in pseudo) return pseudo[id];
      if (id in parameters) return parameters[id];
      const result = results.get(id);
      if (result) return result.ref;
      const parameter = template.Parameters?.[id];
      if (!parameter) return missing(id);
      return parameter.Default ?? missing(`the parameter ${id} without a value`);
    },
    getAtt(id, attribute) {
      const result = results.get(id) ?? missing(id);
      const value = result.attributes?.[attribute];
      if (value !== undefined) return value;
      const type = template.Resources![id]!.Type;
      if (runs(type, options))
        throw new Error(
          `${name}: the template reads ${id}.${attribute}, an attribute that ${type} doesn't have in the local cloud`,
        );
      // What doesn't run here has no attributes: a text that says so beats a value that looks real.
      return `${result.ref}.${attribute}`;
    },
    condition: (id) => resolve(template.Conditions?.[id] ?? missing(`the condition ${id}`), scope) === true,
    importValue: (id) => exports.get(id) ?? missing(`the export ${id} of another stack`),
    mapping: (map, first, second) =>
      template.Mappings?.[map]?.[first]?.[second] ?? missing(`the mapping ${map}.${first}.${second}`),
  };
  return scope;
}
