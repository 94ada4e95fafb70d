/* tslint:disable */
/* eslint-disable */
// this is an auto generated file. This will be overwritten

import type * as APITypes from "./types.ts";
type GeneratedQuery<InputType, OutputType> = string & {
  __generatedQueryInput: InputType;
  __generatedQueryOutput: OutputType;
};

export const getCategory = /* GraphQL */ `query GetCategory($id: ID!) {
  getCategory(id: $id) {
    id
    name
    items {
      nextToken
      __typename
    }
    owner
    createdAt
    updatedAt
    __typename
  }
}
` as GeneratedQuery<
  APITypes.GetCategoryQueryVariables,
  APITypes.GetCategoryQuery
>;
export const listCategories = /* GraphQL */ `query ListCategories(
  $filter: ModelCategoryFilterInput
  $limit: Int
  $nextToken: String
) {
  listCategories(filter: $filter, limit: $limit, nextToken: $nextToken) {
    items {
      id
      name
      owner
      createdAt
      updatedAt
      __typename
    }
    nextToken
    __typename
  }
}
` as GeneratedQuery<
  APITypes.ListCategoriesQueryVariables,
  APITypes.ListCategoriesQuery
>;
export const getItem = /* GraphQL */ `query GetItem($id: ID!) {
  getItem(id: $id) {
    id
    name
    headline
    categoryID
    category {
      id
      name
      owner
      createdAt
      updatedAt
      __typename
    }
    owner
    createdAt
    updatedAt
    __typename
  }
}
` as GeneratedQuery<APITypes.GetItemQueryVariables, APITypes.GetItemQuery>;
export const listItems = /* GraphQL */ `query ListItems(
  $filter: ModelItemFilterInput
  $limit: Int
  $nextToken: String
) {
  listItems(filter: $filter, limit: $limit, nextToken: $nextToken) {
    items {
      id
      name
      headline
      categoryID
      owner
      createdAt
      updatedAt
      __typename
    }
    nextToken
    __typename
  }
}
` as GeneratedQuery<APITypes.ListItemsQueryVariables, APITypes.ListItemsQuery>;
export const itemsByCategoryID = /* GraphQL */ `query ItemsByCategoryID(
  $categoryID: ID!
  $sortDirection: ModelSortDirection
  $filter: ModelItemFilterInput
  $limit: Int
  $nextToken: String
) {
  itemsByCategoryID(
    categoryID: $categoryID
    sortDirection: $sortDirection
    filter: $filter
    limit: $limit
    nextToken: $nextToken
  ) {
    items {
      id
      name
      headline
      categoryID
      owner
      createdAt
      updatedAt
      __typename
    }
    nextToken
    __typename
  }
}
` as GeneratedQuery<
  APITypes.ItemsByCategoryIDQueryVariables,
  APITypes.ItemsByCategoryIDQuery
>;
export const getVerification = /* GraphQL */ `query GetVerification($id: ID!) {
  getVerification(id: $id) {
    id
    runId
    tableName
    modelName
    recoveryPointArn
    recoveryPointCreatedAt
    ruleName
    startedAt
    finishedAt
    verdict
    findings {
      check
      severity
      subject
      sentence
      __typename
    }
    liveItems
    restoredItems
    differences
    unverifiedItems
    liveSum
    restoredSum
    summaries
    evidenceSequence
    evidenceHash
    restoreSeconds
    checkSeconds
    createdAt
    updatedAt
    __typename
  }
}
` as GeneratedQuery<
  APITypes.GetVerificationQueryVariables,
  APITypes.GetVerificationQuery
>;
export const listVerifications = /* GraphQL */ `query ListVerifications(
  $filter: ModelVerificationFilterInput
  $limit: Int
  $nextToken: String
) {
  listVerifications(filter: $filter, limit: $limit, nextToken: $nextToken) {
    items {
      id
      runId
      tableName
      modelName
      recoveryPointArn
      recoveryPointCreatedAt
      ruleName
      startedAt
      finishedAt
      verdict
      liveItems
      restoredItems
      differences
      unverifiedItems
      liveSum
      restoredSum
      summaries
      evidenceSequence
      evidenceHash
      restoreSeconds
      checkSeconds
      createdAt
      updatedAt
      __typename
    }
    nextToken
    __typename
  }
}
` as GeneratedQuery<
  APITypes.ListVerificationsQueryVariables,
  APITypes.ListVerificationsQuery
>;
export const verificationsByRunId = /* GraphQL */ `query VerificationsByRunId(
  $runId: ID!
  $sortDirection: ModelSortDirection
  $filter: ModelVerificationFilterInput
  $limit: Int
  $nextToken: String
) {
  verificationsByRunId(
    runId: $runId
    sortDirection: $sortDirection
    filter: $filter
    limit: $limit
    nextToken: $nextToken
  ) {
    items {
      id
      runId
      tableName
      modelName
      recoveryPointArn
      recoveryPointCreatedAt
      ruleName
      startedAt
      finishedAt
      verdict
      liveItems
      restoredItems
      differences
      unverifiedItems
      liveSum
      restoredSum
      summaries
      evidenceSequence
      evidenceHash
      restoreSeconds
      checkSeconds
      createdAt
      updatedAt
      __typename
    }
    nextToken
    __typename
  }
}
` as GeneratedQuery<
  APITypes.VerificationsByRunIdQueryVariables,
  APITypes.VerificationsByRunIdQuery
>;
export const verificationsByTable = /* GraphQL */ `query VerificationsByTable(
  $tableName: String!
  $startedAt: ModelStringKeyConditionInput
  $sortDirection: ModelSortDirection
  $filter: ModelVerificationFilterInput
  $limit: Int
  $nextToken: String
) {
  verificationsByTable(
    tableName: $tableName
    startedAt: $startedAt
    sortDirection: $sortDirection
    filter: $filter
    limit: $limit
    nextToken: $nextToken
  ) {
    items {
      id
      runId
      tableName
      modelName
      recoveryPointArn
      recoveryPointCreatedAt
      ruleName
      startedAt
      finishedAt
      verdict
      liveItems
      restoredItems
      differences
      unverifiedItems
      liveSum
      restoredSum
      summaries
      evidenceSequence
      evidenceHash
      restoreSeconds
      checkSeconds
      createdAt
      updatedAt
      __typename
    }
    nextToken
    __typename
  }
}
` as GeneratedQuery<
  APITypes.VerificationsByTableQueryVariables,
  APITypes.VerificationsByTableQuery
>;
export const getProtectedTable = /* GraphQL */ `query GetProtectedTable($id: ID!) {
  getProtectedTable(id: $id) {
    id
    modelName
    recoveryPointArn
    recoveryPointCreatedAt
    recoveryPointBytes
    createdAt
    updatedAt
    __typename
  }
}
` as GeneratedQuery<
  APITypes.GetProtectedTableQueryVariables,
  APITypes.GetProtectedTableQuery
>;
export const listProtectedTables = /* GraphQL */ `query ListProtectedTables(
  $filter: ModelProtectedTableFilterInput
  $limit: Int
  $nextToken: String
) {
  listProtectedTables(filter: $filter, limit: $limit, nextToken: $nextToken) {
    items {
      id
      modelName
      recoveryPointArn
      recoveryPointCreatedAt
      recoveryPointBytes
      createdAt
      updatedAt
      __typename
    }
    nextToken
    __typename
  }
}
` as GeneratedQuery<
  APITypes.ListProtectedTablesQueryVariables,
  APITypes.ListProtectedTablesQuery
>;
