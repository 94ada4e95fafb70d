import type { PermissionsReport, RolePermissions } from "@holdfast/local-cloud/permissions";
import { CouldNotRun } from "./errors.ts";

export type { Grant, PermissionsReport, RolePermissions } from "@holdfast/local-cloud/permissions";

export async function permissionsAt(endpoint: string): Promise<PermissionsReport> {
  return (await (await fetch(`${endpoint}/_holdfast/iam`)).json()) as PermissionsReport;
}

/** A role's construct, such as `Verification/CompareRole`, or its name where no construct is known. */
export function titleOf({ name, written }: Pick<RolePermissions, "name" | "written">): string {
  return /\(([^()]+)\)$/.exec(written)?.[1] ?? (written || name);
}

/**
 * The roles that were asked for, by name or construct or the last part of it; all when none was.
 * Throws for one that isn't there.
 */
export function chooseRoles(roles: RolePermissions[], wanted: string[]): RolePermissions[] {
  const isCalled = (role: RolePermissions, text: string) => {
    const names = [role.name, role.arn, titleOf(role)].map((name) => name.toLowerCase());
    return names.some((name) => name === text.toLowerCase() || name.endsWith(`/${text.toLowerCase()}`));
  };
  const unknown = wanted.find((text) => !roles.some((role) => isCalled(role, text)));
  if (unknown !== undefined) {
    throw new CouldNotRun(`There is no role "${unknown}".`, {
      next: `There are: ${roles.map(titleOf).join(", ")}.`,
    });
  }
  if (wanted.length === 0) return roles;
  return roles.filter((role) => wanted.some((text) => isCalled(role, text)));
}

/** Actions that somebody knows to be needed although no call shows it; `*` stands for any text. */
export function without(roles: RolePermissions[], excepted: string[]): RolePermissions[] {
  const patterns = excepted.map((text) => {
    const plain = text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${plain.replaceAll("*", ".*")}$`, "i");
  });
  return roles.map((role) => ({
    ...role,
    grants: role.grants.filter(({ action }) => !patterns.some((pattern) => pattern.test(action))),
  }));
}

/** Granted, and never used by a role that made calls. Of a role that made none nothing can be said. */
export const unusedOf = ({ calls, grants }: RolePermissions) =>
  calls > 0 ? grants.filter(({ times }) => times === 0) : [];
