import * as v from "valibot";
import { vaultArn } from "../arns.ts";
import { page, pageMembers, pageQuery, seconds } from "../members.ts";
import { operation } from "../operation.ts";
import type { Points, RecoveryPoint } from "../points.ts";
import { dynamoDb } from "../views.ts";

export const listProtectedResources = operation({
  method: "GET",
  path: "/resources",
  query: pageQuery,
  input: v.object(pageMembers),
  run(paging, { place, points }) {
    const [items, NextToken] = page(
      [...newestPoints(points).values()],
      ({ resourceArn }) => resourceArn,
      paging,
    );
    return {
      Results: items.map((point) => ({
        ResourceArn: point.resourceArn,
        ResourceName: point.resourceName,
        ResourceType: dynamoDb,
        LastBackupTime: seconds(point.creationDate),
        LastBackupVaultArn: vaultArn(place, point.vaultName),
        LastRecoveryPointArn: point.arn,
      })),
      NextToken,
    };
  },
});

/** The newest recovery point of each resource that has one. */
export function newestPoints(points: Points): Map<string, RecoveryPoint> {
  return new Map(
    points
      .list()
      .map((point) => [point.resourceArn, point] as const)
      .reverse(),
  );
}
