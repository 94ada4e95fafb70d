import type { Place, Principal } from "../../service.ts";
import type { AssumeRole } from "../assumeRole.ts";
import type { Credentials } from "../credentials.ts";
import type { Roles } from "../roles.ts";

export interface StsDeps {
  place: Place;
  roles: Pick<Roles, "managedPolicy">;
  credentials: Pick<Credentials, "mfa">;
  assumeRole: AssumeRole;
}

/** Gives the XML inside `<…Result>`. */
export type StsOperation = (deps: StsDeps) => (caller: Principal, input: URLSearchParams) => string;
