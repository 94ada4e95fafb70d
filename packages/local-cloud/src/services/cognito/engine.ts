import { join } from "node:path";
import { Router } from "cognito-local/lib/server/Router.js";
import { CognitoServiceFactoryImpl } from "cognito-local/lib/services/cognitoService.js";
import { StormDBDataStoreFactory } from "cognito-local/lib/services/dataStore/stormDb.js";
import {
  type CognitoService,
  LambdaService,
  MessagesService,
  TriggersService,
  type UserPoolService,
} from "cognito-local/lib/services/index.js";
import { MessageDeliveryService } from "cognito-local/lib/services/messageDelivery/messageDelivery.js";
import { JwtTokenGenerator } from "cognito-local/lib/services/tokenGenerator.js";
import { UserPoolServiceFactoryImpl } from "cognito-local/lib/services/userPoolService.js";
import { AwsError } from "../../errors.ts";
import type { Inbox } from "../../inbox.ts";
import type { Clock, Place } from "../../service.ts";
import { claimsOf } from "./jwt.ts";

interface EngineDeps {
  dataDir: string;
  place: Place;
  clock: Clock;
  inbox: Inbox;
  /** Six digits. */
  confirmationCode: () => string;
  /** Ends the sign-ins that these refresh tokens began. */
  revoke(refreshTokens: readonly string[]): void;
}

export interface CognitoEngine {
  pools: CognitoService;
  call(operation: string, input: unknown): Promise<unknown>;
  /** Operations that cognito-local doesn't have. */
  operations: Record<string, (input: any) => Promise<unknown>>;
}

// cognito-local logs through pino; what went wrong reaches the caller as an error instead.
const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
export const engineContext = { logger: silent } as any;

/** cognito-local's parts, wired without its HTTP server: the front door is the only one that listens. */
export async function createCognitoEngine(deps: EngineDeps): Promise<CognitoEngine> {
  const folder = join(deps.dataDir, "cognito");
  const clock = { get: () => deps.clock.now() };
  const stores = new StormDBDataStoreFactory(folder);
  const pools = await new CognitoServiceFactoryImpl(
    folder,
    stores,
    new UserPoolServiceFactoryImpl(clock, stores),
  ).create(engineContext, {});
  // No Lambda triggers in our pools: neither Lambda nor the trigger key is ever called.
  const triggers = new TriggersService(
    clock,
    pools,
    new LambdaService({}, undefined as any),
    undefined as any,
  );
  const deliver = async (_: unknown, user: any, to: string, message: { __code?: string }) =>
    deps.inbox.deliver({
      at: deps.clock.now().toISOString(),
      to,
      username: user.Username,
      code: message.__code ?? "",
    });
  const services = {
    clock,
    cognito: pools,
    config: { UserPoolDefaults: {}, TriggerFunctions: {} } as any,
    messages: new MessagesService(
      triggers,
      new MessageDeliveryService({ sendEmail: deliver, sendSms: deliver }),
    ),
    otp: deps.confirmationCode,
    tokenGenerator: new JwtTokenGenerator(clock, triggers, {
      IssuerDomain: `https://cognito-idp.${deps.place.region}.amazonaws.com`,
    }),
    triggers,
  };
  const route = Router(services);
  const call: CognitoEngine["call"] = (operation, input) => (route as any)(operation)(engineContext, input);

  async function signOut(pool: UserPoolService, username: string): Promise<object> {
    const user = await pool.getUserByUsername(engineContext, username);
    if (!user) throw new AwsError("UserNotFoundException", "User does not exist.");
    deps.revoke(user.RefreshTokens ?? []);
    await pool.saveUser(engineContext, { ...user, RefreshTokens: [] });
    return {};
  }

  return {
    pools,
    call,
    operations: {
      async AdminUserGlobalSignOut({ UserPoolId, Username }) {
        return signOut(await pools.getUserPool(engineContext, UserPoolId), Username);
      },
      async GlobalSignOut({ AccessToken }) {
        const { client_id, username } = claimsOf(AccessToken);
        return signOut(
          await pools.getUserPoolForClientId(engineContext, String(client_id)),
          String(username),
        );
      },
      async RevokeToken({ ClientId, Token }) {
        await call("RevokeToken", { ClientId, Token });
        deps.revoke([Token]);
        return {};
      },
      async ResendConfirmationCode({ ClientId, Username }) {
        const pool = await pools.getUserPoolForClientId(engineContext, ClientId);
        const user = await pool.getUserByUsername(engineContext, Username);
        if (!user) throw new AwsError("UserNotFoundException", "Username/client id combination not found.");
        if (user.UserStatus === "CONFIRMED")
          throw new AwsError("InvalidParameterException", "User is already confirmed.");
        const code = deps.confirmationCode();
        const email = user.Attributes.find(({ Name }) => Name === "email")?.Value ?? "";
        await pool.saveUser(engineContext, { ...user, ConfirmationCode: code });
        await deliver(undefined, user, email, { __code: code });
        return {
          CodeDeliveryDetails: {
            AttributeName: "email",
            DeliveryMedium: "EMAIL",
            Destination: email.replace(/^(.).*@(.).*$/, "$1***@$2***"),
          },
        };
      },
    },
  };
}
