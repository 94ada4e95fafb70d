/* tslint:disable */
/* eslint-disable */
// this is an auto generated file. This will be overwritten

import type * as APITypes from "./types.ts";
type GeneratedMutation<InputType, OutputType> = string & {
  __generatedMutationInput: InputType;
  __generatedMutationOutput: OutputType;
};

export const createCategory = /* GraphQL */ `mutation CreateCategory(
  $input: CreateCategoryInput!
  $condition: ModelCategoryConditionInput
) {
  createCategory(input: $input, condition: $condition) {
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
` as GeneratedMutation<
  APITypes.CreateCategoryMutationVariables,
  APITypes.CreateCategoryMutation
>;
export const updateCategory = /* GraphQL */ `mutation UpdateCategory(
  $input: UpdateCategoryInput!
  $condition: ModelCategoryConditionInput
) {
  updateCategory(input: $input, condition: $condition) {
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
` as GeneratedMutation<
  APITypes.UpdateCategoryMutationVariables,
  APITypes.UpdateCategoryMutation
>;
export const deleteCategory = /* GraphQL */ `mutation DeleteCategory(
  $input: DeleteCategoryInput!
  $condition: ModelCategoryConditionInput
) {
  deleteCategory(input: $input, condition: $condition) {
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
` as GeneratedMutation<
  APITypes.DeleteCategoryMutationVariables,
  APITypes.DeleteCategoryMutation
>;
export const createItem = /* GraphQL */ `mutation CreateItem(
  $input: CreateItemInput!
  $condition: ModelItemConditionInput
) {
  createItem(input: $input, condition: $condition) {
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
` as GeneratedMutation<
  APITypes.CreateItemMutationVariables,
  APITypes.CreateItemMutation
>;
export const updateItem = /* GraphQL */ `mutation UpdateItem(
  $input: UpdateItemInput!
  $condition: ModelItemConditionInput
) {
  updateItem(input: $input, condition: $condition) {
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
` as GeneratedMutation<
  APITypes.UpdateItemMutationVariables,
  APITypes.UpdateItemMutation
>;
export const deleteItem = /* GraphQL */ `mutation DeleteItem(
  $input: DeleteItemInput!
  $condition: ModelItemConditionInput
) {
  deleteItem(input: $input, condition: $condition) {
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
` as GeneratedMutation<
  APITypes.DeleteItemMutationVariables,
  APITypes.DeleteItemMutation
>;
export const createVerification = /* GraphQL */ `mutation CreateVerification(
  $input: CreateVerificationInput!
  $condition: ModelVerificationConditionInput
) {
  createVerification(input: $input, condition: $condition) {
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
` as GeneratedMutation<
  APITypes.CreateVerificationMutationVariables,
  APITypes.CreateVerificationMutation
>;
export const updateVerification = /* GraphQL */ `mutation UpdateVerification(
  $input: UpdateVerificationInput!
  $condition: ModelVerificationConditionInput
) {
  updateVerification(input: $input, condition: $condition) {
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
` as GeneratedMutation<
  APITypes.UpdateVerificationMutationVariables,
  APITypes.UpdateVerificationMutation
>;
export const deleteVerification = /* GraphQL */ `mutation DeleteVerification(
  $input: DeleteVerificationInput!
  $condition: ModelVerificationConditionInput
) {
  deleteVerification(input: $input, condition: $condition) {
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
` as GeneratedMutation<
  APITypes.DeleteVerificationMutationVariables,
  APITypes.DeleteVerificationMutation
>;
export const createProtectedTable = /* GraphQL */ `mutation CreateProtectedTable(
  $input: CreateProtectedTableInput!
  $condition: ModelProtectedTableConditionInput
) {
  createProtectedTable(input: $input, condition: $condition) {
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
` as GeneratedMutation<
  APITypes.CreateProtectedTableMutationVariables,
  APITypes.CreateProtectedTableMutation
>;
export const updateProtectedTable = /* GraphQL */ `mutation UpdateProtectedTable(
  $input: UpdateProtectedTableInput!
  $condition: ModelProtectedTableConditionInput
) {
  updateProtectedTable(input: $input, condition: $condition) {
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
` as GeneratedMutation<
  APITypes.UpdateProtectedTableMutationVariables,
  APITypes.UpdateProtectedTableMutation
>;
export const deleteProtectedTable = /* GraphQL */ `mutation DeleteProtectedTable(
  $input: DeleteProtectedTableInput!
  $condition: ModelProtectedTableConditionInput
) {
  deleteProtectedTable(input: $input, condition: $condition) {
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
` as GeneratedMutation<
  APITypes.DeleteProtectedTableMutationVariables,
  APITypes.DeleteProtectedTableMutation
>;
