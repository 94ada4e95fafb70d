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

/** A bucket, user pool or log group that stays when its stack is deleted. */
export interface OtherLeft {
  kind: "Bucket" | "User pool" | "Log group";
  id: string;
  fate: Fate;
  /** A bucket's own Object Lock: for how long nobody deletes what is put there. */
  lock?: { mode: string; days?: number; years?: number };
}

const Template = v.object({
  Resources: v.record(
    v.string(),
    v.object({
      DeletionPolicy: v.optional(v.string()),
      Properties: v.optional(v.record(v.string(), v.unknown())),
    }),
  ),
});

const Lock = v.object({
  Rule: v.object({
    DefaultRetention: v.object({
      Mode: v.string(),
      Days: v.optional(v.number()),
      Years: v.optional(v.number()),
    }),
  }),
});

interface Resource {
  type: string;
  id: string;
  isKept: boolean;
  properties: Record<string, unknown>;
}

async function resourcesOf({ cloudFormation, stage }: Cloud, stack: string): Promise<Resource[]> {
  const StackName = `${stage}-holdfast-${stack}`;
  const { TemplateBody = "" } = await cloudFormation.send(new GetTemplateCommand({ StackName }));
  const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
  const { Resources } = v.parse(Template, JSON.parse(TemplateBody));
  return StackResources.map(({ LogicalResourceId = "", PhysicalResourceId = "", ResourceType = "" }) => ({
    type: ResourceType,
    id: PhysicalResourceId,
    isKept: Resources[LogicalResourceId]?.DeletionPolicy?.startsWith("Retain") ?? false,
    properties: Resources[LogicalResourceId]?.Properties ?? {},
  }));
}

export async function readBackupStack(cloud: Cloud): Promise<BackupStack> {
  const resources = await resourcesOf(cloud, "Backup");
  const kept = new Map(resources.map(({ id, isKept }) => [id, isKept]));
  const ofType = (of: string) => resources.filter(({ type }) => type === of).map(({ id }) => id);
  return {
    fateOf: (id) => (kept.has(id) ? (kept.get(id) ? "kept" : "deleted") : "orphaned"),
    keys: ofType("AWS::KMS::Key"),
    keptRoles: ofType("AWS::IAM::Role").filter((name) => kept.get(name)),
  };
}

const kinds: Record<string, OtherLeft["kind"]> = {
  "AWS::S3::Bucket": "Bucket",
  "AWS::Cognito::UserPool": "User pool",
  "AWS::Logs::LogGroup": "Log group",
};

/** What a stack leaves beside tables, vault, key and roles: what it keeps, and buckets whose objects are locked. */
export async function othersOf(cloud: Cloud, stack: string): Promise<OtherLeft[]> {
  return (await resourcesOf(cloud, stack)).flatMap(({ type, id, isKept, properties }) => {
    const kind = kinds[type];
    const locked = v.safeParse(Lock, properties.ObjectLockConfiguration);
    if (!kind || (!isKept && !locked.success)) return [];
    const { Mode, Days, Years } = locked.success ? locked.output.Rule.DefaultRetention : {};
    const lock = Mode && {
      mode: Mode.toLowerCase(),
      ...(Days && { days: Days }),
      ...(Years && { years: Years }),
    };
    return [{ kind, id, fate: isKept ? "kept" : "deleted", ...(lock && { lock }) } satisfies OtherLeft];
  });
}

/** What is known of a stack that is gone. */
export const noStack: BackupStack = { fateOf: () => "orphaned", keys: [], keptRoles: [] };
