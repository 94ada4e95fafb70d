import { DescribeStackResourcesCommand, GetTemplateCommand } from "@aws-sdk/client-cloudformation";
import * as v from "valibot";
import type { Cloud } from "../cloud.ts";

/**
 * What CloudFormation does with a resource when its stack is deleted; `orphaned`: no stack has it any more.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export type Fate = "kept" | "deleted" | "orphaned";

export interface BackupStack {
  /** By a vault's name or a key's id. */
  fateOf(id: string): Fate;
  /** The ids of its KMS keys. */
  keys: string[];
  /** The names of the roles that it keeps. */
  keptRoles: string[];
}

const Template = v.object({
  Resources: v.record(v.string(), v.object({ DeletionPolicy: v.optional(v.string()) })),
});

export async function readBackupStack({ cloudFormation, stage }: Cloud): Promise<BackupStack> {
  const StackName = `${stage}-holdfast-Backup`;
  const { TemplateBody = "" } = await cloudFormation.send(new GetTemplateCommand({ StackName }));
  const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
  const { Resources } = v.parse(Template, JSON.parse(TemplateBody));
  const isKept = (logicalId = "") => Resources[logicalId]?.DeletionPolicy?.startsWith("Retain") ?? false;
  const kept = new Map(
    StackResources.map(({ LogicalResourceId, PhysicalResourceId }) => [
      PhysicalResourceId,
      isKept(LogicalResourceId),
    ]),
  );
  const ofType = (type: string) =>
    StackResources.filter(({ ResourceType }) => ResourceType === type).flatMap(
      ({ PhysicalResourceId }) => PhysicalResourceId ?? [],
    );
  return {
    fateOf: (id) => (kept.has(id) ? (kept.get(id) ? "kept" : "deleted") : "orphaned"),
    keys: ofType("AWS::KMS::Key"),
    keptRoles: ofType("AWS::IAM::Role").filter((name) => kept.get(name)),
  };
}

/** What is known of a stack that is gone. */
export const noStack: BackupStack = { fateOf: () => "orphaned", keys: [], keptRoles: [] };
