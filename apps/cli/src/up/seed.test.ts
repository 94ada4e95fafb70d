import { UsernameExistsException } from "@aws-sdk/client-cognito-identity-provider";
import { createCategory, createItem } from "@holdfast/data-model";
import { expect, it } from "vitest";
import { type GraphqlAnswer, type SeedServices, seed } from "./seed.ts";

interface Sent {
  constructor: { name: string };
  input: { Username?: string; GroupName?: string; AuthParameters?: { USERNAME: string } };
}

function setUp(answer: (input: { id: string }) => GraphqlAnswer = () => ({}), userExists = false) {
  const created: {
    mutation: string;
    input: { id: string; categoryID?: string; name: string };
    token: string;
  }[] = [];
  const grouped: unknown[] = [];
  const services = {
    userPoolId: "pool",
    clientId: "client",
    cognito: {
      async send(command: Sent) {
        const { input } = command;
        const name = command.constructor.name;
        if (name === "AdminAddUserToGroupCommand") grouped.push([input.Username, input.GroupName]);
        if (userExists && name === "AdminCreateUserCommand") {
          throw new UsernameExistsException({ message: "exists", $metadata: {} });
        }
        return { AuthenticationResult: { AccessToken: `token of ${input.AuthParameters?.USERNAME}` } };
      },
    },
    async graphql(mutation: string, { input }: { input: (typeof created)[number]["input"] }, token: string) {
      created.push({ mutation, input, token });
      return answer(input);
    },
  };
  return { created, grouped, services: services as unknown as SeedServices };
}

it("creates the categories and items, each as their owner", async () => {
  const { created, services } = setUp();

  await seed(services, () => {});
  const items = (categoryID: string) => created.filter(({ input }) => input.categoryID === categoryID);
  expect(
    created.filter(({ mutation }) => mutation === createCategory).map(({ input }) => input.name),
  ).toEqual(["Mythical Beasts", "Programming Languages", "Chemical Elements"]);
  expect(items("mythical-beasts").map(({ input, token }) => [input.name, token])).toEqual(
    ["Minotaur", "Cyclops", "Ogre", "Unicorn"].map((name) => [name, "token of ann"]),
  );
  expect(items("programming-languages").map(({ input }) => input.name)).toEqual([
    "Java",
    "Python",
    "Ruby",
    "JavaScript",
  ]);
  expect(
    items("chemical-elements").every(
      ({ mutation, token }) => mutation === createItem && token === "token of bob",
    ),
  ).toBe(true);
  expect(new Set(created.map(({ input }) => input.id)).size).toBe(created.length);
});

it("goes on where an interrupted seeding ended", async () => {
  const { created, services } = setUp(
    () => ({ errors: [{ message: "exists", errorType: "DynamoDB:ConditionalCheckFailedException" }] }),
    true,
  );

  await seed(services, () => {});
  expect(created).toHaveLength(41);
});

it("says which entry can't be created", async () => {
  const { services } = setUp(({ id }) =>
    id === "mythical-beasts-3" ? { errors: [{ message: "Not Authorized", errorType: "Unauthorized" }] } : {},
  );

  await expect(seed(services, () => {})).rejects.toThrow("mythical-beasts-3: Not Authorized");
});

it("makes ann an operator, and nobody else", async () => {
  const { grouped, services } = setUp();

  await seed(services, () => {});
  expect(grouped).toEqual([["ann", "operators"]]);
});
