/* tslint:disable */
/* eslint-disable */
// this is an auto generated file. This will be overwritten

import type * as APITypes from "./types.ts";
type GeneratedSubscription<InputType, OutputType> = string & {
  __generatedSubscriptionInput: InputType;
  __generatedSubscriptionOutput: OutputType;
};

export const onCreateCategory = /* GraphQL */ `subscription OnCreateCategory(
  $filter: ModelSubscriptionCategoryFilterInput
  $owner: String
) {
  onCreateCategory(filter: $filter, owner: $owner) {
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
` as GeneratedSubscription<
  APITypes.OnCreateCategorySubscriptionVariables,
  APITypes.OnCreateCategorySubscription
>;
export const onUpdateCategory = /* GraphQL */ `subscription OnUpdateCategory(
  $filter: ModelSubscriptionCategoryFilterInput
  $owner: String
) {
  onUpdateCategory(filter: $filter, owner: $owner) {
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
` as GeneratedSubscription<
  APITypes.OnUpdateCategorySubscriptionVariables,
  APITypes.OnUpdateCategorySubscription
>;
export const onDeleteCategory = /* GraphQL */ `subscription OnDeleteCategory(
  $filter: ModelSubscriptionCategoryFilterInput
  $owner: String
) {
  onDeleteCategory(filter: $filter, owner: $owner) {
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
` as GeneratedSubscription<
  APITypes.OnDeleteCategorySubscriptionVariables,
  APITypes.OnDeleteCategorySubscription
>;
export const onCreateItem = /* GraphQL */ `subscription OnCreateItem(
  $filter: ModelSubscriptionItemFilterInput
  $owner: String
) {
  onCreateItem(filter: $filter, owner: $owner) {
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
` as GeneratedSubscription<
  APITypes.OnCreateItemSubscriptionVariables,
  APITypes.OnCreateItemSubscription
>;
export const onUpdateItem = /* GraphQL */ `subscription OnUpdateItem(
  $filter: ModelSubscriptionItemFilterInput
  $owner: String
) {
  onUpdateItem(filter: $filter, owner: $owner) {
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
` as GeneratedSubscription<
  APITypes.OnUpdateItemSubscriptionVariables,
  APITypes.OnUpdateItemSubscription
>;
export const onDeleteItem = /* GraphQL */ `subscription OnDeleteItem(
  $filter: ModelSubscriptionItemFilterInput
  $owner: String
) {
  onDeleteItem(filter: $filter, owner: $owner) {
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
` as GeneratedSubscription<
  APITypes.OnDeleteItemSubscriptionVariables,
  APITypes.OnDeleteItemSubscription
>;
export const onCreateVerification = /* GraphQL */ `subscription OnCreateVerification(
  $filter: ModelSubscriptionVerificationFilterInput
) {
  onCreateVerification(filter: $filter) {
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
` as GeneratedSubscription<
  APITypes.OnCreateVerificationSubscriptionVariables,
  APITypes.OnCreateVerificationSubscription
>;
export const onUpdateVerification = /* GraphQL */ `subscription OnUpdateVerification(
  $filter: ModelSubscriptionVerificationFilterInput
) {
  onUpdateVerification(filter: $filter) {
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
` as GeneratedSubscription<
  APITypes.OnUpdateVerificationSubscriptionVariables,
  APITypes.OnUpdateVerificationSubscription
>;
export const onDeleteVerification = /* GraphQL */ `subscription OnDeleteVerification(
  $filter: ModelSubscriptionVerificationFilterInput
) {
  onDeleteVerification(filter: $filter) {
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
` as GeneratedSubscription<
  APITypes.OnDeleteVerificationSubscriptionVariables,
  APITypes.OnDeleteVerificationSubscription
>;
export const onCreateProtectedTable = /* GraphQL */ `subscription OnCreateProtectedTable(
  $filter: ModelSubscriptionProtectedTableFilterInput
) {
  onCreateProtectedTable(filter: $filter) {
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
` as GeneratedSubscription<
  APITypes.OnCreateProtectedTableSubscriptionVariables,
  APITypes.OnCreateProtectedTableSubscription
>;
export const onUpdateProtectedTable = /* GraphQL */ `subscription OnUpdateProtectedTable(
  $filter: ModelSubscriptionProtectedTableFilterInput
) {
  onUpdateProtectedTable(filter: $filter) {
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
` as GeneratedSubscription<
  APITypes.OnUpdateProtectedTableSubscriptionVariables,
  APITypes.OnUpdateProtectedTableSubscription
>;
export const onDeleteProtectedTable = /* GraphQL */ `subscription OnDeleteProtectedTable(
  $filter: ModelSubscriptionProtectedTableFilterInput
) {
  onDeleteProtectedTable(filter: $filter) {
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
` as GeneratedSubscription<
  APITypes.OnDeleteProtectedTableSubscriptionVariables,
  APITypes.OnDeleteProtectedTableSubscription
>;
