import { AmplifyGraphqlApi, AmplifyGraphqlDefinition } from "@aws-amplify/graphql-api-construct";
import { protectingTag } from "@holdfast/backup-policy";
import { pointInTimeRecovery } from "@holdfast/backup-policy/cdk";
import { Tags } from "aws-cdk-lib";
import { type StackContext, use } from "sst/constructs";
import { logRequests } from "./api/request-log.ts";
import { encryptTable, keyOf, useKeys } from "./api/table-key.ts";
import { Auth } from "./auth.ts";
import { policy } from "./policy.ts";
import { stageOf } from "./stage.ts";

/** Each backup is noted in the row of its table: after the nightly ones, no row is as it was backed up. */
const rewritten = new Set(["ProtectedTable"]);

/** The GraphQL API over DynamoDB, each table protected as the backup policy asks. */
export function Api({ app, stack }: StackContext) {
  const { userPool } = use(Auth);
  const api = new AmplifyGraphqlApi(stack, "Api", {
    apiName: app.logicalPrefixedName("Api"),
    definition: AmplifyGraphqlDefinition.fromFiles("packages/data-model/schema.graphql"),
    authorizationModes: {
      defaultAuthorizationMode: "AMAZON_COGNITO_USER_POOLS",
      userPoolConfig: { userPool },
      iamConfig: { enableIamAuthorizationMode: true },
    },
    // Amplify's own tools would read outputs of the stack; nothing here does.
    outputStorageStrategy: { addBackendOutputEntry() {} },
  });
  removeCodegenAssets(api);
  const { removalPolicy, tableKeyArn } = stageOf(app);
  logRequests(stack, api, removalPolicy);
  const tag = protectingTag(policy);
  const tables = Object.entries(api.resources.cfnResources.cfnTables).map(([model, table]) => {
    table.pointInTimeRecoverySpecification = pointInTimeRecovery(policy);
    table.deletionProtectionEnabled = true;
    table.applyRemovalPolicy(removalPolicy);
    if (tableKeyArn) encryptTable(table, tableKeyArn);
    if (tag) Tags.of(table).add(tag.key, tag.value);
    const { ref: name, attrArn: arn, attrStreamArn: streamArn } = table;
    return { model, name, arn, streamArn, mayBeRewritten: rewritten.has(model) };
  });
  // Whatever encrypted them: each that works on them needs their keys.
  const tableKeyArns = [...new Set(Object.values(api.resources.cfnResources.cfnTables).flatMap(keyOf))];
  useKeys(api, tableKeyArns);
  stack.addOutputs({
    GraphqlUrl: api.graphqlUrl,
    Tables: stack.toJsonString(tables.map(({ model, name }) => ({ model, table: name }))),
  });
  return { graphqlUrl: api.graphqlUrl, apiArn: api.resources.graphqlApi.arn, tables, tableKeyArns };
}

/** A bucket with a copy of the schema for Amplify's tools, and the custom resources that fill and empty it. */
function removeCodegenAssets(api: AmplifyGraphqlApi): void {
  api.node.tryRemoveChild("AmplifyCodegenAssets");
  for (const { id } of api.stack.node.children.map(({ node }) => node)) {
    if (id.startsWith("Custom::")) api.stack.node.tryRemoveChild(id);
  }
}
