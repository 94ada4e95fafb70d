import { invalidParameter, notFound } from "./errors.ts";
import type { Call } from "./operation.ts";

export interface Tagged {
  arn: string;
  tags: Record<string, string>;
  saveTags(tags: Record<string, string>): void;
}

/** Finds the vault, plan, restore testing plan or recovery point of an ARN. Throws what AWS throws for anything else. */
export function taggedOf({ ResourceArn: arn }: { ResourceArn: string }, call: Call): Tagged {
  const { place, plans, points, testingPlans, vaults } = call;
  // What AWS Backup doesn't manage fully has another service's ARN, and tags of that service:
  // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_TagResource.html
  if (!arn.startsWith(`arn:${place.partition}:backup:`))
    throw invalidParameter(
      `Invalid resource ARN: ${arn}. It has to begin with arn:${place.partition}:backup.`,
    );
  const vault = vaults.list().find((one) => one.arn === arn);
  if (vault) return { arn, tags: vault.tags, saveTags: (tags) => vaults.save({ ...vault, tags }) };
  const plan = plans.list().find((one) => one.arn === arn);
  if (plan) return { arn, tags: plan.tags, saveTags: (tags) => plans.save({ ...plan, tags }) };
  const testing = testingPlans.list().find((one) => one.arn === arn);
  if (testing)
    return { arn, tags: testing.tags, saveTags: (tags) => testingPlans.save({ ...testing, tags }) };
  const point = points.find(arn);
  if (point) return { arn, tags: point.tags, saveTags: (tags) => points.save({ ...point, tags }) };
  throw notFound(`Resource ${arn} does not exist`);
}
