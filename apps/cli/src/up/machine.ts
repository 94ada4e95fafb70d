import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { LocalCloud, LocalCloudOptions } from "@holdfast/local-cloud";
import type { Cloud } from "../cloud.ts";
import type { Connection } from "../connection.ts";
import type { ProcessIdentity } from "../processIdentity.ts";
import type { World } from "../world.ts";

/** What `up` needs of this machine; main.ts makes it. */
export interface Machine
  extends Pick<World, "clock" | "newId" | "signal" | "showSteps" | "print" | "warn" | "paint"> {
  /** The workspace's root. */
  root: string;
  self: ProcessIdentity;
  /** " --data X" for the commands that are shown, or nothing for the default folder. */
  dataWords(dataDir: string): string;
  startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud>;
  cloudOf(connection: Connection): Cloud;
  /** A DynamoDB-compatible server, as the local cloud sees it. */
  dynamoDbAt(url: string): DynamoDBClient;
  cognitoOf(connection: Connection): CognitoIdentityProviderClient;
}
