import type { Place } from "../../service.ts";

/** One thing the caller must be allowed to do. */
export interface Permission {
  action: string;
  resource: string;
}

/** An operation's input: the members of its body and path under their names in AWS's API. */
export type Input = Record<string, any>;

/** What an operation needs; an empty list means that AWS asks IAM nothing. */
export type Mapping = (operation: string, input: Input, place: Place) => Permission[];

export const isArn = (text: unknown): text is string => typeof text === "string" && text.startsWith("arn:");

/** The ARN of a resource of this place; a value that already is an ARN stays as it is. */
export function arnOf(
  place: Place,
  service: string,
  nameOrArn: string,
  toResource = (name: string) => name,
): string {
  if (isArn(nameOrArn)) return nameOrArn;
  return `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${toResource(nameOrArn)}`;
}

/** The same permission asked twice is one. */
export function distinct(permissions: Permission[]): Permission[] {
  return [...new Map(permissions.map((item) => [`${item.action} ${item.resource}`, item])).values()];
}
