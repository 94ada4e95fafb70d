import type { DeployedStack, Deployment } from "../../deploy.ts";
import { AwsError, queryError } from "../../errors.ts";
import { requiredPermissions } from "../../iam/actions/registry.ts";
import type { Authorize, HttpReply, HttpRequest, Place, Service } from "../../service.ts";
import { stableId } from "../../stableId.ts";
import { element } from "../../xml.ts";

interface CloudFormationDeps {
  deployment: () => Pick<Deployment, "stacks">;
  startedAt: Date;
  authorize: Authorize;
  place: Place;
}

type Operation = (input: URLSearchParams, deps: CloudFormationDeps) => string;

const operations: Record<string, Operation> = {
  DescribeStacks: (input, deps) =>
    `<Stacks>${stacks(input, deps)
      .map((stack) => describe(stack, deps))
      .join("")}</Stacks>`,
  GetTemplate: (input, deps) =>
    element("TemplateBody", JSON.stringify(oneStack(input, deps).template)) +
    "<StagesAvailable><member>Original</member><member>Processed</member></StagesAvailable>",
  ListStacks: (_, deps) =>
    `<StackSummaries>${deps
      .deployment()
      .stacks.map((stack) => `<member>${identity(stack, deps)}</member>`)
      .join("")}</StackSummaries>`,
  ListExports: (_, deps) =>
    `<Exports>${deps
      .deployment()
      .stacks.flatMap((stack) =>
        stack.outputs
          .filter(({ exportName }) => exportName)
          .map(
            ({ exportName, value }) =>
              `<member>${element("ExportingStackId", stackId(stack.name, deps.place))}${element("Name", exportName!)}${element("Value", value)}</member>`,
          ),
      )
      .join("")}</Exports>`,
  DescribeStackResources: (input, deps) =>
    `<StackResources>${stacks(input, deps)
      .flatMap((stack) => stack.resources.map((resource) => ({ stack, resource })))
      .map(
        ({ stack, resource }) =>
          `<member>${element("StackName", stack.name)}${element("LogicalResourceId", resource.logicalId)}${element("PhysicalResourceId", resource.physicalId)}${element("ResourceType", resource.type)}${element("Timestamp", deps.startedAt.toISOString())}${element("ResourceStatus", "CREATE_COMPLETE")}</member>`,
      )
      .join("")}</StackResources>`,
};

const inputOf = ({ body, query }: HttpRequest) =>
  new URLSearchParams(body.toString("utf8") || query.toString());

/** CloudFormation, as far as reading what is deployed: deploying is what starting the local cloud does. */
export function createCloudFormation(deps: CloudFormationDeps): Service {
  return {
    formatError: queryError,
    operationOf: (request) => inputOf(request).get("Action") ?? undefined,
    async handle(request, caller): Promise<HttpReply> {
      const input = inputOf(request);
      const name = input.get("Action") ?? "";
      const permissions = requiredPermissions("cloudformation", name, Object.fromEntries(input), deps.place);
      for (const { action, resource } of permissions) deps.authorize(caller, action, resource);
      const operation = operations[name];
      if (!operation) throw new AwsError("InvalidAction", `The local CloudFormation has no action ${name}`);
      return {
        status: 200,
        headers: { "content-type": "text/xml" },
        body: `<${name}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${name}Result>${operation(input, deps)}</${name}Result></${name}Response>`,
      };
    },
  };
}

const stackId = (name: string, { partition, region, accountId }: Place) =>
  `arn:${partition}:cloudformation:${region}:${accountId}:stack/${name}/${stableId(name, 12)}`;

function stacks(input: URLSearchParams, deps: CloudFormationDeps): DeployedStack[] {
  const wanted = input.get("StackName");
  const all = deps.deployment().stacks;
  if (!wanted) return all;
  const found = all.filter(({ name }) => name === wanted || stackId(name, deps.place) === wanted);
  if (found.length > 0) return found;
  throw new AwsError("ValidationError", `Stack with id ${wanted} does not exist`);
}

function oneStack(input: URLSearchParams, deps: CloudFormationDeps): DeployedStack {
  if (!input.get("StackName")) throw new AwsError("ValidationError", "StackName is required");
  return stacks(input, deps)[0]!;
}

const identity = (stack: DeployedStack, { place, startedAt }: CloudFormationDeps) =>
  `${element("StackId", stackId(stack.name, place))}${element("StackName", stack.name)}${element("CreationTime", startedAt.toISOString())}${element("StackStatus", "CREATE_COMPLETE")}`;

function describe(stack: DeployedStack, deps: CloudFormationDeps): string {
  const outputs = stack.outputs.map(
    ({ key, value, description, exportName }) =>
      `<member>${element("OutputKey", key)}${element("OutputValue", value)}${description ? element("Description", description) : ""}${exportName ? element("ExportName", exportName) : ""}</member>`,
  );
  return `<member>${identity(stack, deps)}<Outputs>${outputs.join("")}</Outputs></member>`;
}
