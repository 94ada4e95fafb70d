import type { Clock, Place, ResourceHandler, ResourceRemover } from "../../service.ts";
import { stableId } from "../../stableId.ts";
import { type CognitoEngine, engineContext } from "./engine.ts";

interface ResourceDeps {
  engine: CognitoEngine;
  place: Place;
  clock: Clock;
}

/** Pools, clients and groups of the template. Users are data: they stay from start to start. */
export function cognitoResources({ engine, place, clock }: ResourceDeps): Record<string, ResourceHandler> {
  const { pools } = engine;
  return {
    async "AWS::Cognito::UserPool"({ properties, physicalId }) {
      const id = `${place.region}_${stableId(physicalId, 9)}`;
      const now = clock.now();
      const options = {
        Id: id,
        Name: properties.UserPoolName ?? physicalId,
        Policies: passwordPolicies(properties.Policies),
        AutoVerifiedAttributes: properties.AutoVerifiedAttributes,
        UsernameAttributes: properties.UsernameAttributes,
        AliasAttributes: properties.AliasAttributes,
        AdminCreateUserConfig: properties.AdminCreateUserConfig,
        MfaConfiguration: properties.MfaConfiguration ?? "OFF",
        CreationDate: now,
        LastModifiedDate: now,
      } as any;
      const existing = (await pools.listUserPools(engineContext)).some((pool) => pool.Id === id);
      if (existing) {
        const pool = await pools.getUserPool(engineContext, id);
        await pool.updateOptions(engineContext, {
          ...pool.options,
          ...options,
          CreationDate: pool.options.CreationDate,
        });
      } else await pools.createUserPool(engineContext, options);
      return {
        ref: id,
        attributes: {
          UserPoolId: id,
          Arn: `arn:${place.partition}:cognito-idp:${place.region}:${place.accountId}:userpool/${id}`,
          ProviderName: `cognito-idp.${place.region}.amazonaws.com/${id}`,
          ProviderURL: `https://cognito-idp.${place.region}.amazonaws.com/${id}`,
        },
      };
    },

    async "AWS::Cognito::UserPoolClient"({ properties, physicalId }) {
      const id = stableId(physicalId, 26);
      const pool = await pools.getUserPool(engineContext, properties.UserPoolId);
      const now = clock.now();
      await pool.saveAppClient(engineContext, {
        ClientId: id,
        ClientName: properties.ClientName ?? physicalId,
        UserPoolId: properties.UserPoolId,
        ExplicitAuthFlows: properties.ExplicitAuthFlows,
        PreventUserExistenceErrors: properties.PreventUserExistenceErrors,
        ...tokenValidity(properties),
        CreationDate: now,
        LastModifiedDate: now,
      });
      return { ref: id, attributes: { ClientId: id, Name: properties.ClientName ?? physicalId } };
    },

    async "AWS::Cognito::UserPoolGroup"({ properties }) {
      const pool = await pools.getUserPool(engineContext, properties.UserPoolId);
      const known = (await pool.listGroups(engineContext)).find(
        ({ GroupName }) => GroupName === properties.GroupName,
      );
      const now = clock.now();
      await pool.saveGroup(engineContext, {
        CreationDate: now,
        ...known,
        GroupName: properties.GroupName,
        Description: properties.Description,
        Precedence: properties.Precedence,
        LastModifiedDate: now,
      });
      return { ref: properties.GroupName };
    },
  };
}

/** Defaults: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
const tokenValidity = (properties: Record<string, any>) => ({
  AccessTokenValidity: properties.AccessTokenValidity ?? 1,
  IdTokenValidity: properties.IdTokenValidity ?? 1,
  RefreshTokenValidity: properties.RefreshTokenValidity || 30,
  TokenValidityUnits: {
    AccessToken: "hours",
    IdToken: "hours",
    RefreshToken: "days",
    ...properties.TokenValidityUnits,
  },
});

/** A pool that is taken out of the stacks keeps its users. */
export const cognitoRemovers = ({
  engine: { pools },
}: Pick<ResourceDeps, "engine">): Record<string, ResourceRemover> => ({
  async "AWS::Cognito::UserPoolClient"({ physicalId }) {
    const client = await pools.getAppClient(engineContext, physicalId);
    if (!client) return;
    const pool = await pools.getUserPool(engineContext, client.UserPoolId);
    await pool.deleteAppClient(engineContext, client);
  },
});

const nothingRequired = {
  RequireUppercase: false,
  RequireLowercase: false,
  RequireNumbers: false,
  RequireSymbols: false,
};

/** A policy that is given asks for what it says and no more; the engine would fill it up with the defaults of having none. */
const passwordPolicies = (policies: Record<string, any> | undefined) =>
  policies?.PasswordPolicy && {
    ...policies,
    PasswordPolicy: { ...nothingRequired, ...policies.PasswordPolicy },
  };
