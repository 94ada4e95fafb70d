import { invalidRequest } from "./errors.ts";

/** Both operations want an organization: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeGlobalSettings.html */
export const noOrganization = () =>
  invalidRequest(
    "The account isn't a member of an organization of AWS Organizations: the local cloud has none.",
  );
