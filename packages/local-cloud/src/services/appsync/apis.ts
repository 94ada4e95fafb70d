import { readFile } from "node:fs/promises";
import type { Assembly } from "../../assembly/assembly.ts";
import type { Place, ResourceHandler, ResourceRemover } from "../../service.ts";
import { stableId } from "../../stableId.ts";

/** What a mapping template is: written in the template, or an asset beside it. */
interface MappingTemplates {
  requestTemplate: string;
  responseTemplate: string;
}

export interface ApiResolver extends MappingTemplates {
  typeName: string;
  fieldName: string;
  dataSourceName?: string;
  /** Ids of the pipeline's functions; absent for a unit resolver. */
  functions?: string[];
}

export interface ApiFunction extends MappingTemplates {
  id: string;
  dataSourceName: string;
}

export interface ApiDataSource {
  name: string;
  type: string;
  tableName?: string;
  functionArn?: string;
  roleArn?: string;
}

/** A GraphQL API as the template describes it. */
export interface Api {
  id: string;
  name: string;
  authenticationTypes: string[];
  /** The pool whose users may call. */
  userPoolId?: string;
  /** Which of its clients' users; absent: all. */
  clientIds?: RegExp;
  schema: string;
  resolvers: ApiResolver[];
  functions: ApiFunction[];
  dataSources: ApiDataSource[];
}

interface ApiDeps {
  assembly: Pick<Assembly, "asset">;
  place: Place;
  endpoint: string;
}

/** Gathers the template's AppSync resources into the APIs they make up. */
export function appSyncResources(deps: ApiDeps): {
  apis: Map<string, Api>;
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
} {
  const { assembly, place, endpoint } = deps;
  const apis = new Map<string, Api>();

  const text = async (inline: string | undefined, location: string | undefined): Promise<string> =>
    inline ?? (location ? await readFile(assembly.asset(location), "utf8") : "");

  const api = (id: string): Api => {
    const found = apis.get(id);
    if (!found) throw new Error(`The template has a part of the GraphQL API ${id}, but not the API itself`);
    return found;
  };

  const templates = async (properties: Record<string, any>): Promise<MappingTemplates> => ({
    requestTemplate: await text(
      properties.RequestMappingTemplate,
      properties.RequestMappingTemplateS3Location,
    ),
    responseTemplate: await text(
      properties.ResponseMappingTemplate,
      properties.ResponseMappingTemplateS3Location,
    ),
  });

  const refuseJavaScript = (properties: Record<string, any>, what: string) => {
    if (properties.Runtime || properties.Code || properties.CodeS3Location) {
      throw new Error(`${what} is written for APPSYNC_JS: the local cloud runs mapping templates (VTL) only`);
    }
  };

  const arn = (id: string) => `arn:${place.partition}:appsync:${place.region}:${place.accountId}:apis/${id}`;

  // The API is made anew with what it still has.
  const leave: ResourceRemover = async () => {};

  return {
    apis,
    removers: {
      async "AWS::AppSync::GraphQLApi"({ physicalId }) {
        apis.delete(physicalId.split("/")[1]!);
      },
      "AWS::AppSync::GraphQLSchema": leave,
      "AWS::AppSync::DataSource": leave,
      "AWS::AppSync::FunctionConfiguration": leave,
      "AWS::AppSync::Resolver": leave,
    },
    resources: {
      async "AWS::AppSync::GraphQLApi"({ properties, physicalId }) {
        const id = stableId(physicalId, 26);
        const { UserPoolId, AppIdClientRegex } =
          [properties, ...(properties.AdditionalAuthenticationProviders ?? [])].find(
            (provider) => provider.UserPoolConfig,
          )?.UserPoolConfig ?? {};
        apis.set(id, {
          id,
          name: properties.Name,
          authenticationTypes: [
            properties.AuthenticationType,
            ...(properties.AdditionalAuthenticationProviders ?? []).map(
              (provider: any) => provider.AuthenticationType,
            ),
          ],
          userPoolId: UserPoolId,
          ...(AppIdClientRegex && { clientIds: new RegExp(AppIdClientRegex) }),
          schema: "",
          resolvers: [],
          functions: [],
          dataSources: [],
        });
        return {
          ref: arn(id),
          attributes: {
            ApiId: id,
            Arn: arn(id),
            GraphQLUrl: `${endpoint}/graphql`,
            RealtimeUrl: `${endpoint.replace("http", "ws")}/graphql/realtime`,
            GraphQLDns: new URL(endpoint).host,
            RealtimeDns: new URL(endpoint).host,
          },
        };
      },

      async "AWS::AppSync::GraphQLSchema"({ properties }) {
        api(properties.ApiId).schema = await text(properties.Definition, properties.DefinitionS3Location);
        return { ref: `${properties.ApiId}GraphQLSchema` };
      },

      async "AWS::AppSync::DataSource"({ properties }) {
        api(properties.ApiId).dataSources.push({
          name: properties.Name,
          type: properties.Type,
          tableName: properties.DynamoDBConfig?.TableName,
          functionArn: properties.LambdaConfig?.LambdaFunctionArn,
          roleArn: properties.ServiceRoleArn,
        });
        const dataSourceArn = `${arn(properties.ApiId)}/datasources/${properties.Name}`;
        return { ref: dataSourceArn, attributes: { DataSourceArn: dataSourceArn, Name: properties.Name } };
      },

      async "AWS::AppSync::FunctionConfiguration"({ properties, physicalId }) {
        refuseJavaScript(properties, `The function ${properties.Name}`);
        const id = stableId(physicalId, 26);
        api(properties.ApiId).functions.push({
          id,
          dataSourceName: properties.DataSourceName,
          ...(await templates(properties)),
        });
        const functionArn = `${arn(properties.ApiId)}/functions/${id}`;
        return {
          ref: functionArn,
          attributes: {
            FunctionId: id,
            FunctionArn: functionArn,
            Name: properties.Name,
            DataSourceName: properties.DataSourceName,
          },
        };
      },

      async "AWS::AppSync::Resolver"({ properties }) {
        const { TypeName: typeName, FieldName: fieldName } = properties;
        refuseJavaScript(properties, `The resolver of ${typeName}.${fieldName}`);
        api(properties.ApiId).resolvers.push({
          typeName,
          fieldName,
          dataSourceName: properties.DataSourceName,
          functions:
            properties.Kind === "PIPELINE" ? (properties.PipelineConfig?.Functions ?? []) : undefined,
          ...(await templates(properties)),
        });
        const resolverArn = `${arn(properties.ApiId)}/types/${typeName}/resolvers/${fieldName}`;
        return {
          ref: resolverArn,
          attributes: { ResolverArn: resolverArn, TypeName: typeName, FieldName: fieldName },
        };
      },
    },
  };
}
