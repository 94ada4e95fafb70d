import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  type CreateCategoryInput,
  type CreateItemInput,
  createCategory,
  createItem,
} from "@holdfast/data-model";
import { CouldNotRun } from "../errors.ts";
import demo from "./demo.json" with { type: "json" };

export interface SeedServices {
  cognito: CognitoIdentityProviderClient;
  userPoolId: string;
  clientId: string;
  graphql: GraphqlCall;
}

/** Calls the API as a signed-in user. */
export type GraphqlCall = (query: string, variables: unknown, accessToken: string) => Promise<GraphqlAnswer>;

export interface GraphqlAnswer {
  errors?: { message: string; errorType?: string }[];
}

export const users: { username: string; password: string; about: string; groups: string[] }[] = demo.users;

/**
 * Makes the demo users and their data the way any client would, each user with their own token.
 * Ids are fixed, so that a seeding that was cut short can be run again.
 */
export async function seed(services: SeedServices, tell: (progress: string) => void): Promise<void> {
  const tokens = new Map<string, string>();
  for (const user of users) {
    tell(`user ${user.username}`);
    await createUser(services, user);
    tokens.set(user.username, await signIn(services, user));
  }
  for (const { owner, items, ...category } of demo.categories) {
    const token = tokens.get(owner) ?? "";
    tell(category.name);
    const input: CreateCategoryInput = category;
    await create(services, createCategory, input, token);
    for (const [index, [name, headline]] of items.entries()) {
      const item: CreateItemInput = {
        id: `${category.id}-${index + 1}`,
        categoryID: category.id,
        name: name!,
        headline: headline!,
      };
      await create(services, createItem, item, token);
    }
  }
}

async function createUser(
  { cognito, userPoolId }: SeedServices,
  user: (typeof users)[number],
): Promise<void> {
  const pool = { UserPoolId: userPoolId, Username: user.username };
  await cognito
    .send(
      new AdminCreateUserCommand({
        ...pool,
        MessageAction: "SUPPRESS",
        UserAttributes: [
          { Name: "email", Value: `${user.username}@example.com` },
          { Name: "email_verified", Value: "true" },
        ],
      }),
    )
    .catch((error) => {
      if (!(error instanceof UsernameExistsException)) throw error;
    });
  await cognito.send(new AdminSetUserPasswordCommand({ ...pool, Password: user.password, Permanent: true }));
  for (const group of user.groups) {
    await cognito.send(new AdminAddUserToGroupCommand({ ...pool, GroupName: group }));
  }
}

async function signIn({ cognito, clientId }: SeedServices, user: (typeof users)[number]): Promise<string> {
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
    }),
  );
  return AuthenticationResult?.AccessToken ?? "";
}

/** AppSync's word for "the condition that no such id exists yet didn't hold". */
const alreadyThere = "DynamoDB:ConditionalCheckFailedException";

async function create(
  { graphql }: SeedServices,
  mutation: string,
  input: { id?: string | null },
  token: string,
) {
  const { errors = [] } = await graphql(mutation, { input }, token);
  const [problem] = errors.filter(({ errorType }) => errorType !== alreadyThere);
  if (problem) throw new CouldNotRun(`The demo data can't be created: ${input.id}: ${problem.message}`);
}
