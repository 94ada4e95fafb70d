import { createPublicKey, createSign, generateKeyPairSync, verify } from "node:crypto";
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud, testClock } from "../../testing.ts";
import { createSigningKeys } from "./signingKeys.ts";
import { tokenCheck } from "./tokens.ts";

const stacks = {
  Users: {
    Resources: {
      Pool: { Type: "AWS::Cognito::UserPool", Properties: {} },
      Client: {
        Type: "AWS::Cognito::UserPoolClient",
        Properties: {
          UserPoolId: { Ref: "Pool" },
          ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        },
      },
      Console: {
        Type: "AWS::Cognito::UserPoolClient",
        Properties: {
          UserPoolId: { Ref: "Pool" },
          ExplicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH"],
        },
      },
    },
    Outputs: {
      Pool: { Value: { Ref: "Pool" } },
      Client: { Value: { Ref: "Client" } },
      Console: { Value: { Ref: "Console" } },
    },
  },
};

let it: TestCloud;
let cognito: CognitoIdentityProviderClient;
let UserPoolId: string;
let ClientId: string;
const Password = "Beasts-42!";

beforeAll(async () => {
  it = await startTestCloud(stacks);
  cognito = new CognitoIdentityProviderClient(it.client);
  [UserPoolId, ClientId] = [it.cloud.outputs.Users!.Pool!, it.cloud.outputs.Users!.Client!];
  for (const Username of ["ann", "bob", "eve", "kim"]) {
    await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "SUPPRESS" }));
    await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  }
});
afterAll(() => it.stop());

const signIn = async (USERNAME: string, PASSWORD = Password) => {
  const asked = { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME, PASSWORD } } as const;
  const { AccessToken, IdToken, RefreshToken } = (await cognito.send(new InitiateAuthCommand(asked)))
    .AuthenticationResult!;
  return { AccessToken: AccessToken!, IdToken: IdToken!, RefreshToken: RefreshToken! };
};
const refresh = async (REFRESH_TOKEN: string) =>
  (
    await cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "REFRESH_TOKEN_AUTH",
        AuthParameters: { REFRESH_TOKEN },
      }),
    )
  ).AuthenticationResult!;
const whoIs = async (AccessToken: string) =>
  (await cognito.send(new GetUserCommand({ AccessToken }))).Username;
const pass = (seconds: number) =>
  it.cloud.clock.advance(new Date(it.cloud.clock.now().getTime() + seconds * 1000));
const refused = (message: string) => ({ name: "NotAuthorizedException", message });
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString());

describe("a token", () => {
  test("is signed with a key of this machine, which the pool shows", async () => {
    const { IdToken, AccessToken } = await signIn("ann");
    const reply = await fetch(`${it.cloud.endpoint}/${UserPoolId}/.well-known/jwks.json`);
    const { keys } = (await reply.json()) as { keys: { kid: string }[] };
    const kids = [IdToken, AccessToken].map((token) => {
      const [header, payload, signature] = token.split(".");
      const { kid } = JSON.parse(Buffer.from(header!, "base64url").toString());
      const key = createPublicKey({ key: { ...keys.find((one) => one.kid === kid)! }, format: "jwk" });
      const signed = Buffer.from(`${header}.${payload}`);
      expect(verify("sha256", signed, key, Buffer.from(signature!, "base64url"))).toBe(true);
      return kid;
    });
    expect(kids[0]).not.toBe(kids[1]);
    expect(JSON.stringify(keys)).not.toContain(`"d":`);
  });

  test("of somebody else's key opens nothing, nor does an id token in an access token's place", async () => {
    const { AccessToken, IdToken } = await signIn("ann");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const [header, payload] = AccessToken.split(".");
    const signature = createSign("sha256").update(`${header}.${payload}`).sign(privateKey, "base64url");
    for (const token of [`${header}.${payload}.${signature}`, IdToken, "nonsense"])
      await expect(whoIs(token)).rejects.toMatchObject(refused("Invalid Access Token"));
  });

  test("is still good after a restart, and runs out by the cloud's clock", async () => {
    const { AccessToken } = await signIn("ann");
    await it.restart();
    cognito = new CognitoIdentityProviderClient(it.client);
    expect(await whoIs(AccessToken)).toBe("ann");
    await pass(3601);
    await expect(whoIs(AccessToken)).rejects.toMatchObject(refused("Access Token has expired"));
  });
});

describe("a sign-in", () => {
  test("is locked for administrators who sign in for a user, too, by flows that the client allows", async () => {
    // The SDK sends a refused call again once it has seen that the clock was moved: that would count, too.
    const once = new CognitoIdentityProviderClient({ ...it.client, maxAttempts: 1 });
    const asAdmin = (ClientId: string, PASSWORD: string) =>
      once.send(
        new AdminInitiateAuthCommand({
          UserPoolId,
          ClientId,
          AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: "kim", PASSWORD },
        }),
      );
    const { Console } = it.cloud.outputs.Users!;
    await expect(asAdmin(ClientId, Password)).rejects.toMatchObject({ name: "InvalidParameterException" });
    for (let attempt = 0; attempt < 5; attempt++)
      await expect(asAdmin(Console!, "wrong")).rejects.toThrow("Incorrect username or password");
    await expect(asAdmin(Console!, Password)).rejects.toThrow("Password attempts exceeded");
    await pass(1);
    expect((await asAdmin(Console!, Password)).AuthenticationResult).toBeDefined();
  });

  test("is renewed by GetTokensFromRefreshToken as by InitiateAuth, until its refresh token has run out", async () => {
    const { RefreshToken, AccessToken } = await signIn("ann");
    const renew = () => cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
    await pass(3601);
    const { AuthenticationResult: renewed } = await renew();
    expect(await whoIs(renewed!.AccessToken!)).toBe("ann");
    expect(claimsOf(renewed!.AccessToken!).origin_jti).toBe(claimsOf(AccessToken).origin_jti);
    expect(renewed!.RefreshToken).toBeUndefined();
    await pass(31 * 86_400);
    await expect(renew()).rejects.toMatchObject(refused("Refresh Token has expired"));
  });

  test("ends with its refresh token: what came of that is revoked, another sign-in isn't", async () => {
    const [one, other] = [await signIn("ann"), await signIn("ann")];
    const refreshed = await refresh(one.RefreshToken);
    expect(claimsOf(refreshed.AccessToken!).origin_jti).toBe(claimsOf(one.AccessToken).origin_jti);
    await cognito.send(new RevokeTokenCommand({ ClientId, Token: one.RefreshToken }));
    await expect(refresh(one.RefreshToken)).rejects.toMatchObject(refused("Refresh Token has been revoked"));
    for (const token of [one.AccessToken, refreshed.AccessToken!])
      await expect(whoIs(token)).rejects.toMatchObject(refused("Access Token has been revoked"));
    expect(await whoIs(other.AccessToken)).toBe("ann");
  });

  test("ends everywhere when its user signs out everywhere, or an administrator signs the user out", async () => {
    const [one, other] = [await signIn("bob"), await signIn("bob")];
    await cognito.send(new GlobalSignOutCommand({ AccessToken: one.AccessToken }));
    await expect(whoIs(other.AccessToken)).rejects.toMatchObject(refused("Access Token has been revoked"));
    const again = await signIn("bob");
    expect(await whoIs(again.AccessToken)).toBe("bob");
    await cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: "bob" }));
    await expect(refresh(again.RefreshToken)).rejects.toMatchObject(
      refused("Refresh Token has been revoked"),
    );
  });

  test("is locked after five wrong passwords, longer each time, and only for that user", async () => {
    const wrong = () => signIn("eve", "wrong").catch(({ message }) => message);
    for (let n = 0; n < 5; n++) expect(await wrong()).toBe("Incorrect username or password.");
    expect(await signIn("eve").catch(({ message }) => message)).toBe("Password attempts exceeded");
    expect(await signIn("ann")).toHaveProperty("IdToken");
    await pass(2);
    expect(await wrong()).toBe("Incorrect username or password.");
    expect(await wrong()).toBe("Password attempts exceeded");
    await pass(3);
    expect(await signIn("eve")).toHaveProperty("IdToken");
  });
});

describe("AppSync's check of a token", () => {
  const clock = testClock();
  const url = "https://cognito-idp.us-east-1.amazonaws.com/pool";
  const keys = createSigningKeys({ file: { value: { keys: [] }, save() {} }, clock });
  const check = tokenCheck({ clock, keys, issuers: () => [{ url, clientIds: /^web$/ }] });
  const soon = Math.floor(Date.now() / 1000) + 600;
  const claims = { iss: url, exp: soon, token_use: "id", aud: "web" };

  test("takes tokens of old keys after a rotation, and none of keys it never had", () => {
    const old = keys.sign(claims, "id");
    keys.rotate();
    const fresh = keys.sign(claims, "id");
    expect(old.split(".")[0]).not.toBe(fresh.split(".")[0]);
    for (const token of [old, fresh, `Bearer ${fresh}`]) expect(() => check(token)).not.toThrow();
    const others = createSigningKeys({ file: { value: { keys: [] }, save() {} }, clock });
    expect(() => check(others.sign(claims, "id"))).toThrow("a key that the user pool doesn't have");
  });

  test.each([
    ["a refresh token", { token_use: undefined }, "neither an id nor an access token"],
    ["another client's id token", { aud: "other" }, "another app client"],
    ["another client's access token", { token_use: "access", client_id: "other" }, "another app client"],
    ["one of another pool", { iss: `${url}2` }, "another user pool"],
    ["one that has run out", { exp: 1 }, "Token has expired"],
  ])("refuses %s", (_, more, why) => {
    expect(() => check(keys.sign({ ...claims, ...more }, "id"))).toThrow(why);
  });

  test("takes an access token of its client", () => {
    const token = keys.sign({ ...claims, aud: undefined, token_use: "access", client_id: "web" }, "access");
    expect(() => check(token)).not.toThrow();
  });
});
