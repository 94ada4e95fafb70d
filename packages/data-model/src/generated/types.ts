/* tslint:disable */
/* eslint-disable */
//  This file was automatically generated and should not be edited.

export type Category = {
  __typename: "Category",
  id: string,
  name: string,
  items?: ModelItemConnection | null,
  owner?: string | null,
  createdAt: string,
  updatedAt: string,
};

export type ModelItemConnection = {
  __typename: "ModelItemConnection",
  items:  Array<Item | null >,
  nextToken?: string | null,
};

export type Item = {
  __typename: "Item",
  id: string,
  name: string,
  headline: string,
  categoryID: string,
  category?: Category | null,
  owner?: string | null,
  createdAt: string,
  updatedAt: string,
};

export type ModelCategoryFilterInput = {
  id?: ModelIDInput | null,
  name?: ModelStringInput | null,
  owner?: ModelStringInput | null,
  createdAt?: ModelStringInput | null,
  updatedAt?: ModelStringInput | null,
  and?: Array< ModelCategoryFilterInput | null > | null,
  or?: Array< ModelCategoryFilterInput | null > | null,
  not?: ModelCategoryFilterInput | null,
};

export type ModelIDInput = {
  ne?: string | null,
  eq?: string | null,
  le?: string | null,
  lt?: string | null,
  ge?: string | null,
  gt?: string | null,
  contains?: string | null,
  notContains?: string | null,
  between?: Array< string | null > | null,
  beginsWith?: string | null,
  attributeExists?: boolean | null,
  attributeType?: ModelAttributeTypes | null,
  size?: ModelSizeInput | null,
};

export type ModelAttributeTypes = "binary" | "binarySet" | "bool" | "list" | "map" | "number" | "numberSet" | "string" | "stringSet" | "_null";


export type ModelSizeInput = {
  ne?: number | null,
  eq?: number | null,
  le?: number | null,
  lt?: number | null,
  ge?: number | null,
  gt?: number | null,
  between?: Array< number | null > | null,
};

export type ModelStringInput = {
  ne?: string | null,
  eq?: string | null,
  le?: string | null,
  lt?: string | null,
  ge?: string | null,
  gt?: string | null,
  contains?: string | null,
  notContains?: string | null,
  between?: Array< string | null > | null,
  beginsWith?: string | null,
  attributeExists?: boolean | null,
  attributeType?: ModelAttributeTypes | null,
  size?: ModelSizeInput | null,
};

export type ModelCategoryConnection = {
  __typename: "ModelCategoryConnection",
  items:  Array<Category | null >,
  nextToken?: string | null,
};

export type ModelItemFilterInput = {
  id?: ModelIDInput | null,
  name?: ModelStringInput | null,
  headline?: ModelStringInput | null,
  categoryID?: ModelIDInput | null,
  owner?: ModelStringInput | null,
  createdAt?: ModelStringInput | null,
  updatedAt?: ModelStringInput | null,
  and?: Array< ModelItemFilterInput | null > | null,
  or?: Array< ModelItemFilterInput | null > | null,
  not?: ModelItemFilterInput | null,
};

export type ModelSortDirection = "ASC" | "DESC";


export type Verification = {
  __typename: "Verification",
  id: string,
  runId: string,
  tableName: string,
  modelName: string,
  recoveryPointArn?: string | null,
  recoveryPointCreatedAt?: string | null,
  // The rule of the backup policy that made the recovery point, or that the run was about.
  ruleName?: string | null,
  startedAt: string,
  finishedAt: string,
  verdict: Verdict,
  findings:  Array<Finding >,
  liveItems?: number | null,
  restoredItems?: number | null,
  differences?: number | null,
  unverifiedItems?: number | null,
  liveSum?: string | null,
  restoredSum?: string | null,
  summaries?: string | null,
  evidenceSequence?: number | null,
  evidenceHash?: string | null,
  restoreSeconds?: number | null,
  checkSeconds?: number | null,
  createdAt: string,
  updatedAt: string,
};

export type Verdict = "PASSED" | "FAILED" | "INCONCLUSIVE";


export type Finding = {
  __typename: "Finding",
  check: string,
  severity: Severity,
  subject?: string | null,
  sentence: string,
};

export type Severity = "INFO" | "WARNING" | "ERROR";


export type ModelVerificationFilterInput = {
  id?: ModelIDInput | null,
  runId?: ModelIDInput | null,
  tableName?: ModelStringInput | null,
  modelName?: ModelStringInput | null,
  recoveryPointArn?: ModelStringInput | null,
  recoveryPointCreatedAt?: ModelStringInput | null,
  ruleName?: ModelStringInput | null,
  startedAt?: ModelStringInput | null,
  finishedAt?: ModelStringInput | null,
  verdict?: ModelVerdictInput | null,
  liveItems?: ModelIntInput | null,
  restoredItems?: ModelIntInput | null,
  differences?: ModelIntInput | null,
  unverifiedItems?: ModelIntInput | null,
  liveSum?: ModelStringInput | null,
  restoredSum?: ModelStringInput | null,
  summaries?: ModelStringInput | null,
  evidenceSequence?: ModelIntInput | null,
  evidenceHash?: ModelStringInput | null,
  restoreSeconds?: ModelFloatInput | null,
  checkSeconds?: ModelFloatInput | null,
  createdAt?: ModelStringInput | null,
  updatedAt?: ModelStringInput | null,
  and?: Array< ModelVerificationFilterInput | null > | null,
  or?: Array< ModelVerificationFilterInput | null > | null,
  not?: ModelVerificationFilterInput | null,
};

export type ModelVerdictInput = {
  eq?: Verdict | null,
  ne?: Verdict | null,
};

export type ModelIntInput = {
  ne?: number | null,
  eq?: number | null,
  le?: number | null,
  lt?: number | null,
  ge?: number | null,
  gt?: number | null,
  between?: Array< number | null > | null,
  attributeExists?: boolean | null,
  attributeType?: ModelAttributeTypes | null,
};

export type ModelFloatInput = {
  ne?: number | null,
  eq?: number | null,
  le?: number | null,
  lt?: number | null,
  ge?: number | null,
  gt?: number | null,
  between?: Array< number | null > | null,
  attributeExists?: boolean | null,
  attributeType?: ModelAttributeTypes | null,
};

export type ModelVerificationConnection = {
  __typename: "ModelVerificationConnection",
  items:  Array<Verification | null >,
  nextToken?: string | null,
};

export type ModelStringKeyConditionInput = {
  eq?: string | null,
  le?: string | null,
  lt?: string | null,
  ge?: string | null,
  gt?: string | null,
  between?: Array< string | null > | null,
  beginsWith?: string | null,
};

export type ProtectedTable = {
  __typename: "ProtectedTable",
  id: string,
  modelName: string,
  recoveryPointArn: string,
  recoveryPointCreatedAt: string,
  recoveryPointBytes?: number | null,
  createdAt: string,
  updatedAt: string,
};

export type ModelProtectedTableFilterInput = {
  id?: ModelIDInput | null,
  modelName?: ModelStringInput | null,
  recoveryPointArn?: ModelStringInput | null,
  recoveryPointCreatedAt?: ModelStringInput | null,
  recoveryPointBytes?: ModelFloatInput | null,
  createdAt?: ModelStringInput | null,
  updatedAt?: ModelStringInput | null,
  and?: Array< ModelProtectedTableFilterInput | null > | null,
  or?: Array< ModelProtectedTableFilterInput | null > | null,
  not?: ModelProtectedTableFilterInput | null,
};

export type ModelProtectedTableConnection = {
  __typename: "ModelProtectedTableConnection",
  items:  Array<ProtectedTable | null >,
  nextToken?: string | null,
};

export type CreateCategoryInput = {
  id?: string | null,
  name: string,
  owner?: string | null,
};

export type ModelCategoryConditionInput = {
  name?: ModelStringInput | null,
  owner?: ModelStringInput | null,
  and?: Array< ModelCategoryConditionInput | null > | null,
  or?: Array< ModelCategoryConditionInput | null > | null,
  not?: ModelCategoryConditionInput | null,
  createdAt?: ModelStringInput | null,
  updatedAt?: ModelStringInput | null,
};

export type UpdateCategoryInput = {
  id: string,
  name?: string | null,
  owner?: string | null,
};

export type DeleteCategoryInput = {
  id: string,
};

export type CreateItemInput = {
  id?: string | null,
  name: string,
  headline: string,
  categoryID: string,
  owner?: string | null,
};

export type ModelItemConditionInput = {
  name?: ModelStringInput | null,
  headline?: ModelStringInput | null,
  categoryID?: ModelIDInput | null,
  owner?: ModelStringInput | null,
  and?: Array< ModelItemConditionInput | null > | null,
  or?: Array< ModelItemConditionInput | null > | null,
  not?: ModelItemConditionInput | null,
  createdAt?: ModelStringInput | null,
  updatedAt?: ModelStringInput | null,
};

export type UpdateItemInput = {
  id: string,
  name?: string | null,
  headline?: string | null,
  categoryID?: string | null,
  owner?: string | null,
};

export type DeleteItemInput = {
  id: string,
};

export type CreateVerificationInput = {
  id?: string | null,
  runId: string,
  tableName: string,
  modelName: string,
  recoveryPointArn?: string | null,
  recoveryPointCreatedAt?: string | null,
  ruleName?: string | null,
  startedAt: string,
  finishedAt: string,
  verdict: Verdict,
  findings: Array< FindingInput >,
  liveItems?: number | null,
  restoredItems?: number | null,
  differences?: number | null,
  unverifiedItems?: number | null,
  liveSum?: string | null,
  restoredSum?: string | null,
  summaries?: string | null,
  evidenceSequence?: number | null,
  evidenceHash?: string | null,
  restoreSeconds?: number | null,
  checkSeconds?: number | null,
};

export type FindingInput = {
  check: string,
  severity: Severity,
  subject?: string | null,
  sentence: string,
};

export type ModelVerificationConditionInput = {
  runId?: ModelIDInput | null,
  tableName?: ModelStringInput | null,
  modelName?: ModelStringInput | null,
  recoveryPointArn?: ModelStringInput | null,
  recoveryPointCreatedAt?: ModelStringInput | null,
  ruleName?: ModelStringInput | null,
  startedAt?: ModelStringInput | null,
  finishedAt?: ModelStringInput | null,
  verdict?: ModelVerdictInput | null,
  liveItems?: ModelIntInput | null,
  restoredItems?: ModelIntInput | null,
  differences?: ModelIntInput | null,
  unverifiedItems?: ModelIntInput | null,
  liveSum?: ModelStringInput | null,
  restoredSum?: ModelStringInput | null,
  summaries?: ModelStringInput | null,
  evidenceSequence?: ModelIntInput | null,
  evidenceHash?: ModelStringInput | null,
  restoreSeconds?: ModelFloatInput | null,
  checkSeconds?: ModelFloatInput | null,
  and?: Array< ModelVerificationConditionInput | null > | null,
  or?: Array< ModelVerificationConditionInput | null > | null,
  not?: ModelVerificationConditionInput | null,
  createdAt?: ModelStringInput | null,
  updatedAt?: ModelStringInput | null,
};

export type UpdateVerificationInput = {
  id: string,
  runId?: string | null,
  tableName?: string | null,
  modelName?: string | null,
  recoveryPointArn?: string | null,
  recoveryPointCreatedAt?: string | null,
  ruleName?: string | null,
  startedAt?: string | null,
  finishedAt?: string | null,
  verdict?: Verdict | null,
  findings?: Array< FindingInput > | null,
  liveItems?: number | null,
  restoredItems?: number | null,
  differences?: number | null,
  unverifiedItems?: number | null,
  liveSum?: string | null,
  restoredSum?: string | null,
  summaries?: string | null,
  evidenceSequence?: number | null,
  evidenceHash?: string | null,
  restoreSeconds?: number | null,
  checkSeconds?: number | null,
};

export type DeleteVerificationInput = {
  id: string,
};

export type CreateProtectedTableInput = {
  id?: string | null,
  modelName: string,
  recoveryPointArn: string,
  recoveryPointCreatedAt: string,
  recoveryPointBytes?: number | null,
};

export type ModelProtectedTableConditionInput = {
  modelName?: ModelStringInput | null,
  recoveryPointArn?: ModelStringInput | null,
  recoveryPointCreatedAt?: ModelStringInput | null,
  recoveryPointBytes?: ModelFloatInput | null,
  and?: Array< ModelProtectedTableConditionInput | null > | null,
  or?: Array< ModelProtectedTableConditionInput | null > | null,
  not?: ModelProtectedTableConditionInput | null,
  createdAt?: ModelStringInput | null,
  updatedAt?: ModelStringInput | null,
};

export type UpdateProtectedTableInput = {
  id: string,
  modelName?: string | null,
  recoveryPointArn?: string | null,
  recoveryPointCreatedAt?: string | null,
  recoveryPointBytes?: number | null,
};

export type DeleteProtectedTableInput = {
  id: string,
};

export type ModelSubscriptionCategoryFilterInput = {
  id?: ModelSubscriptionIDInput | null,
  name?: ModelSubscriptionStringInput | null,
  createdAt?: ModelSubscriptionStringInput | null,
  updatedAt?: ModelSubscriptionStringInput | null,
  and?: Array< ModelSubscriptionCategoryFilterInput | null > | null,
  or?: Array< ModelSubscriptionCategoryFilterInput | null > | null,
  owner?: ModelStringInput | null,
};

export type ModelSubscriptionIDInput = {
  ne?: string | null,
  eq?: string | null,
  le?: string | null,
  lt?: string | null,
  ge?: string | null,
  gt?: string | null,
  contains?: string | null,
  notContains?: string | null,
  between?: Array< string | null > | null,
  beginsWith?: string | null,
  in?: Array< string | null > | null,
  notIn?: Array< string | null > | null,
};

export type ModelSubscriptionStringInput = {
  ne?: string | null,
  eq?: string | null,
  le?: string | null,
  lt?: string | null,
  ge?: string | null,
  gt?: string | null,
  contains?: string | null,
  notContains?: string | null,
  between?: Array< string | null > | null,
  beginsWith?: string | null,
  in?: Array< string | null > | null,
  notIn?: Array< string | null > | null,
};

export type ModelSubscriptionItemFilterInput = {
  id?: ModelSubscriptionIDInput | null,
  name?: ModelSubscriptionStringInput | null,
  headline?: ModelSubscriptionStringInput | null,
  categoryID?: ModelSubscriptionIDInput | null,
  createdAt?: ModelSubscriptionStringInput | null,
  updatedAt?: ModelSubscriptionStringInput | null,
  and?: Array< ModelSubscriptionItemFilterInput | null > | null,
  or?: Array< ModelSubscriptionItemFilterInput | null > | null,
  owner?: ModelStringInput | null,
};

export type ModelSubscriptionVerificationFilterInput = {
  id?: ModelSubscriptionIDInput | null,
  runId?: ModelSubscriptionIDInput | null,
  tableName?: ModelSubscriptionStringInput | null,
  modelName?: ModelSubscriptionStringInput | null,
  recoveryPointArn?: ModelSubscriptionStringInput | null,
  recoveryPointCreatedAt?: ModelSubscriptionStringInput | null,
  ruleName?: ModelSubscriptionStringInput | null,
  startedAt?: ModelSubscriptionStringInput | null,
  finishedAt?: ModelSubscriptionStringInput | null,
  verdict?: ModelSubscriptionStringInput | null,
  liveItems?: ModelSubscriptionIntInput | null,
  restoredItems?: ModelSubscriptionIntInput | null,
  differences?: ModelSubscriptionIntInput | null,
  unverifiedItems?: ModelSubscriptionIntInput | null,
  liveSum?: ModelSubscriptionStringInput | null,
  restoredSum?: ModelSubscriptionStringInput | null,
  summaries?: ModelSubscriptionStringInput | null,
  evidenceSequence?: ModelSubscriptionIntInput | null,
  evidenceHash?: ModelSubscriptionStringInput | null,
  restoreSeconds?: ModelSubscriptionFloatInput | null,
  checkSeconds?: ModelSubscriptionFloatInput | null,
  createdAt?: ModelSubscriptionStringInput | null,
  updatedAt?: ModelSubscriptionStringInput | null,
  and?: Array< ModelSubscriptionVerificationFilterInput | null > | null,
  or?: Array< ModelSubscriptionVerificationFilterInput | null > | null,
};

export type ModelSubscriptionIntInput = {
  ne?: number | null,
  eq?: number | null,
  le?: number | null,
  lt?: number | null,
  ge?: number | null,
  gt?: number | null,
  between?: Array< number | null > | null,
  in?: Array< number | null > | null,
  notIn?: Array< number | null > | null,
};

export type ModelSubscriptionFloatInput = {
  ne?: number | null,
  eq?: number | null,
  le?: number | null,
  lt?: number | null,
  ge?: number | null,
  gt?: number | null,
  between?: Array< number | null > | null,
  in?: Array< number | null > | null,
  notIn?: Array< number | null > | null,
};

export type ModelSubscriptionProtectedTableFilterInput = {
  id?: ModelSubscriptionIDInput | null,
  modelName?: ModelSubscriptionStringInput | null,
  recoveryPointArn?: ModelSubscriptionStringInput | null,
  recoveryPointCreatedAt?: ModelSubscriptionStringInput | null,
  recoveryPointBytes?: ModelSubscriptionFloatInput | null,
  createdAt?: ModelSubscriptionStringInput | null,
  updatedAt?: ModelSubscriptionStringInput | null,
  and?: Array< ModelSubscriptionProtectedTableFilterInput | null > | null,
  or?: Array< ModelSubscriptionProtectedTableFilterInput | null > | null,
};

export type GetCategoryQueryVariables = {
  id: string,
};

export type GetCategoryQuery = {
  getCategory?:  {
    __typename: "Category",
    id: string,
    name: string,
    items?:  {
      __typename: "ModelItemConnection",
      nextToken?: string | null,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type ListCategoriesQueryVariables = {
  filter?: ModelCategoryFilterInput | null,
  limit?: number | null,
  nextToken?: string | null,
};

export type ListCategoriesQuery = {
  listCategories?:  {
    __typename: "ModelCategoryConnection",
    items:  Array< {
      __typename: "Category",
      id: string,
      name: string,
      owner?: string | null,
      createdAt: string,
      updatedAt: string,
    } | null >,
    nextToken?: string | null,
  } | null,
};

export type GetItemQueryVariables = {
  id: string,
};

export type GetItemQuery = {
  getItem?:  {
    __typename: "Item",
    id: string,
    name: string,
    headline: string,
    categoryID: string,
    category?:  {
      __typename: "Category",
      id: string,
      name: string,
      owner?: string | null,
      createdAt: string,
      updatedAt: string,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type ListItemsQueryVariables = {
  filter?: ModelItemFilterInput | null,
  limit?: number | null,
  nextToken?: string | null,
};

export type ListItemsQuery = {
  listItems?:  {
    __typename: "ModelItemConnection",
    items:  Array< {
      __typename: "Item",
      id: string,
      name: string,
      headline: string,
      categoryID: string,
      owner?: string | null,
      createdAt: string,
      updatedAt: string,
    } | null >,
    nextToken?: string | null,
  } | null,
};

export type ItemsByCategoryIDQueryVariables = {
  categoryID: string,
  sortDirection?: ModelSortDirection | null,
  filter?: ModelItemFilterInput | null,
  limit?: number | null,
  nextToken?: string | null,
};

export type ItemsByCategoryIDQuery = {
  itemsByCategoryID?:  {
    __typename: "ModelItemConnection",
    items:  Array< {
      __typename: "Item",
      id: string,
      name: string,
      headline: string,
      categoryID: string,
      owner?: string | null,
      createdAt: string,
      updatedAt: string,
    } | null >,
    nextToken?: string | null,
  } | null,
};

export type GetVerificationQueryVariables = {
  id: string,
};

export type GetVerificationQuery = {
  getVerification?:  {
    __typename: "Verification",
    id: string,
    runId: string,
    tableName: string,
    modelName: string,
    recoveryPointArn?: string | null,
    recoveryPointCreatedAt?: string | null,
    // The rule of the backup policy that made the recovery point, or that the run was about.
    ruleName?: string | null,
    startedAt: string,
    finishedAt: string,
    verdict: Verdict,
    findings:  Array< {
      __typename: "Finding",
      check: string,
      severity: Severity,
      subject?: string | null,
      sentence: string,
    } >,
    liveItems?: number | null,
    restoredItems?: number | null,
    differences?: number | null,
    unverifiedItems?: number | null,
    liveSum?: string | null,
    restoredSum?: string | null,
    summaries?: string | null,
    evidenceSequence?: number | null,
    evidenceHash?: string | null,
    restoreSeconds?: number | null,
    checkSeconds?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type ListVerificationsQueryVariables = {
  filter?: ModelVerificationFilterInput | null,
  limit?: number | null,
  nextToken?: string | null,
};

export type ListVerificationsQuery = {
  listVerifications?:  {
    __typename: "ModelVerificationConnection",
    items:  Array< {
      __typename: "Verification",
      id: string,
      runId: string,
      tableName: string,
      modelName: string,
      recoveryPointArn?: string | null,
      recoveryPointCreatedAt?: string | null,
      // The rule of the backup policy that made the recovery point, or that the run was about.
      ruleName?: string | null,
      startedAt: string,
      finishedAt: string,
      verdict: Verdict,
      liveItems?: number | null,
      restoredItems?: number | null,
      differences?: number | null,
      unverifiedItems?: number | null,
      liveSum?: string | null,
      restoredSum?: string | null,
      summaries?: string | null,
      evidenceSequence?: number | null,
      evidenceHash?: string | null,
      restoreSeconds?: number | null,
      checkSeconds?: number | null,
      createdAt: string,
      updatedAt: string,
    } | null >,
    nextToken?: string | null,
  } | null,
};

export type VerificationsByRunIdQueryVariables = {
  runId: string,
  sortDirection?: ModelSortDirection | null,
  filter?: ModelVerificationFilterInput | null,
  limit?: number | null,
  nextToken?: string | null,
};

export type VerificationsByRunIdQuery = {
  verificationsByRunId?:  {
    __typename: "ModelVerificationConnection",
    items:  Array< {
      __typename: "Verification",
      id: string,
      runId: string,
      tableName: string,
      modelName: string,
      recoveryPointArn?: string | null,
      recoveryPointCreatedAt?: string | null,
      // The rule of the backup policy that made the recovery point, or that the run was about.
      ruleName?: string | null,
      startedAt: string,
      finishedAt: string,
      verdict: Verdict,
      liveItems?: number | null,
      restoredItems?: number | null,
      differences?: number | null,
      unverifiedItems?: number | null,
      liveSum?: string | null,
      restoredSum?: string | null,
      summaries?: string | null,
      evidenceSequence?: number | null,
      evidenceHash?: string | null,
      restoreSeconds?: number | null,
      checkSeconds?: number | null,
      createdAt: string,
      updatedAt: string,
    } | null >,
    nextToken?: string | null,
  } | null,
};

export type VerificationsByTableQueryVariables = {
  tableName: string,
  startedAt?: ModelStringKeyConditionInput | null,
  sortDirection?: ModelSortDirection | null,
  filter?: ModelVerificationFilterInput | null,
  limit?: number | null,
  nextToken?: string | null,
};

export type VerificationsByTableQuery = {
  verificationsByTable?:  {
    __typename: "ModelVerificationConnection",
    items:  Array< {
      __typename: "Verification",
      id: string,
      runId: string,
      tableName: string,
      modelName: string,
      recoveryPointArn?: string | null,
      recoveryPointCreatedAt?: string | null,
      // The rule of the backup policy that made the recovery point, or that the run was about.
      ruleName?: string | null,
      startedAt: string,
      finishedAt: string,
      verdict: Verdict,
      liveItems?: number | null,
      restoredItems?: number | null,
      differences?: number | null,
      unverifiedItems?: number | null,
      liveSum?: string | null,
      restoredSum?: string | null,
      summaries?: string | null,
      evidenceSequence?: number | null,
      evidenceHash?: string | null,
      restoreSeconds?: number | null,
      checkSeconds?: number | null,
      createdAt: string,
      updatedAt: string,
    } | null >,
    nextToken?: string | null,
  } | null,
};

export type GetProtectedTableQueryVariables = {
  id: string,
};

export type GetProtectedTableQuery = {
  getProtectedTable?:  {
    __typename: "ProtectedTable",
    id: string,
    modelName: string,
    recoveryPointArn: string,
    recoveryPointCreatedAt: string,
    recoveryPointBytes?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type ListProtectedTablesQueryVariables = {
  filter?: ModelProtectedTableFilterInput | null,
  limit?: number | null,
  nextToken?: string | null,
};

export type ListProtectedTablesQuery = {
  listProtectedTables?:  {
    __typename: "ModelProtectedTableConnection",
    items:  Array< {
      __typename: "ProtectedTable",
      id: string,
      modelName: string,
      recoveryPointArn: string,
      recoveryPointCreatedAt: string,
      recoveryPointBytes?: number | null,
      createdAt: string,
      updatedAt: string,
    } | null >,
    nextToken?: string | null,
  } | null,
};

export type CreateCategoryMutationVariables = {
  input: CreateCategoryInput,
  condition?: ModelCategoryConditionInput | null,
};

export type CreateCategoryMutation = {
  createCategory?:  {
    __typename: "Category",
    id: string,
    name: string,
    items?:  {
      __typename: "ModelItemConnection",
      nextToken?: string | null,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type UpdateCategoryMutationVariables = {
  input: UpdateCategoryInput,
  condition?: ModelCategoryConditionInput | null,
};

export type UpdateCategoryMutation = {
  updateCategory?:  {
    __typename: "Category",
    id: string,
    name: string,
    items?:  {
      __typename: "ModelItemConnection",
      nextToken?: string | null,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type DeleteCategoryMutationVariables = {
  input: DeleteCategoryInput,
  condition?: ModelCategoryConditionInput | null,
};

export type DeleteCategoryMutation = {
  deleteCategory?:  {
    __typename: "Category",
    id: string,
    name: string,
    items?:  {
      __typename: "ModelItemConnection",
      nextToken?: string | null,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type CreateItemMutationVariables = {
  input: CreateItemInput,
  condition?: ModelItemConditionInput | null,
};

export type CreateItemMutation = {
  createItem?:  {
    __typename: "Item",
    id: string,
    name: string,
    headline: string,
    categoryID: string,
    category?:  {
      __typename: "Category",
      id: string,
      name: string,
      owner?: string | null,
      createdAt: string,
      updatedAt: string,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type UpdateItemMutationVariables = {
  input: UpdateItemInput,
  condition?: ModelItemConditionInput | null,
};

export type UpdateItemMutation = {
  updateItem?:  {
    __typename: "Item",
    id: string,
    name: string,
    headline: string,
    categoryID: string,
    category?:  {
      __typename: "Category",
      id: string,
      name: string,
      owner?: string | null,
      createdAt: string,
      updatedAt: string,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type DeleteItemMutationVariables = {
  input: DeleteItemInput,
  condition?: ModelItemConditionInput | null,
};

export type DeleteItemMutation = {
  deleteItem?:  {
    __typename: "Item",
    id: string,
    name: string,
    headline: string,
    categoryID: string,
    category?:  {
      __typename: "Category",
      id: string,
      name: string,
      owner?: string | null,
      createdAt: string,
      updatedAt: string,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type CreateVerificationMutationVariables = {
  input: CreateVerificationInput,
  condition?: ModelVerificationConditionInput | null,
};

export type CreateVerificationMutation = {
  createVerification?:  {
    __typename: "Verification",
    id: string,
    runId: string,
    tableName: string,
    modelName: string,
    recoveryPointArn?: string | null,
    recoveryPointCreatedAt?: string | null,
    // The rule of the backup policy that made the recovery point, or that the run was about.
    ruleName?: string | null,
    startedAt: string,
    finishedAt: string,
    verdict: Verdict,
    findings:  Array< {
      __typename: "Finding",
      check: string,
      severity: Severity,
      subject?: string | null,
      sentence: string,
    } >,
    liveItems?: number | null,
    restoredItems?: number | null,
    differences?: number | null,
    unverifiedItems?: number | null,
    liveSum?: string | null,
    restoredSum?: string | null,
    summaries?: string | null,
    evidenceSequence?: number | null,
    evidenceHash?: string | null,
    restoreSeconds?: number | null,
    checkSeconds?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type UpdateVerificationMutationVariables = {
  input: UpdateVerificationInput,
  condition?: ModelVerificationConditionInput | null,
};

export type UpdateVerificationMutation = {
  updateVerification?:  {
    __typename: "Verification",
    id: string,
    runId: string,
    tableName: string,
    modelName: string,
    recoveryPointArn?: string | null,
    recoveryPointCreatedAt?: string | null,
    // The rule of the backup policy that made the recovery point, or that the run was about.
    ruleName?: string | null,
    startedAt: string,
    finishedAt: string,
    verdict: Verdict,
    findings:  Array< {
      __typename: "Finding",
      check: string,
      severity: Severity,
      subject?: string | null,
      sentence: string,
    } >,
    liveItems?: number | null,
    restoredItems?: number | null,
    differences?: number | null,
    unverifiedItems?: number | null,
    liveSum?: string | null,
    restoredSum?: string | null,
    summaries?: string | null,
    evidenceSequence?: number | null,
    evidenceHash?: string | null,
    restoreSeconds?: number | null,
    checkSeconds?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type DeleteVerificationMutationVariables = {
  input: DeleteVerificationInput,
  condition?: ModelVerificationConditionInput | null,
};

export type DeleteVerificationMutation = {
  deleteVerification?:  {
    __typename: "Verification",
    id: string,
    runId: string,
    tableName: string,
    modelName: string,
    recoveryPointArn?: string | null,
    recoveryPointCreatedAt?: string | null,
    // The rule of the backup policy that made the recovery point, or that the run was about.
    ruleName?: string | null,
    startedAt: string,
    finishedAt: string,
    verdict: Verdict,
    findings:  Array< {
      __typename: "Finding",
      check: string,
      severity: Severity,
      subject?: string | null,
      sentence: string,
    } >,
    liveItems?: number | null,
    restoredItems?: number | null,
    differences?: number | null,
    unverifiedItems?: number | null,
    liveSum?: string | null,
    restoredSum?: string | null,
    summaries?: string | null,
    evidenceSequence?: number | null,
    evidenceHash?: string | null,
    restoreSeconds?: number | null,
    checkSeconds?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type CreateProtectedTableMutationVariables = {
  input: CreateProtectedTableInput,
  condition?: ModelProtectedTableConditionInput | null,
};

export type CreateProtectedTableMutation = {
  createProtectedTable?:  {
    __typename: "ProtectedTable",
    id: string,
    modelName: string,
    recoveryPointArn: string,
    recoveryPointCreatedAt: string,
    recoveryPointBytes?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type UpdateProtectedTableMutationVariables = {
  input: UpdateProtectedTableInput,
  condition?: ModelProtectedTableConditionInput | null,
};

export type UpdateProtectedTableMutation = {
  updateProtectedTable?:  {
    __typename: "ProtectedTable",
    id: string,
    modelName: string,
    recoveryPointArn: string,
    recoveryPointCreatedAt: string,
    recoveryPointBytes?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type DeleteProtectedTableMutationVariables = {
  input: DeleteProtectedTableInput,
  condition?: ModelProtectedTableConditionInput | null,
};

export type DeleteProtectedTableMutation = {
  deleteProtectedTable?:  {
    __typename: "ProtectedTable",
    id: string,
    modelName: string,
    recoveryPointArn: string,
    recoveryPointCreatedAt: string,
    recoveryPointBytes?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type OnCreateCategorySubscriptionVariables = {
  filter?: ModelSubscriptionCategoryFilterInput | null,
  owner?: string | null,
};

export type OnCreateCategorySubscription = {
  onCreateCategory?:  {
    __typename: "Category",
    id: string,
    name: string,
    items?:  {
      __typename: "ModelItemConnection",
      nextToken?: string | null,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type OnUpdateCategorySubscriptionVariables = {
  filter?: ModelSubscriptionCategoryFilterInput | null,
  owner?: string | null,
};

export type OnUpdateCategorySubscription = {
  onUpdateCategory?:  {
    __typename: "Category",
    id: string,
    name: string,
    items?:  {
      __typename: "ModelItemConnection",
      nextToken?: string | null,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type OnDeleteCategorySubscriptionVariables = {
  filter?: ModelSubscriptionCategoryFilterInput | null,
  owner?: string | null,
};

export type OnDeleteCategorySubscription = {
  onDeleteCategory?:  {
    __typename: "Category",
    id: string,
    name: string,
    items?:  {
      __typename: "ModelItemConnection",
      nextToken?: string | null,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type OnCreateItemSubscriptionVariables = {
  filter?: ModelSubscriptionItemFilterInput | null,
  owner?: string | null,
};

export type OnCreateItemSubscription = {
  onCreateItem?:  {
    __typename: "Item",
    id: string,
    name: string,
    headline: string,
    categoryID: string,
    category?:  {
      __typename: "Category",
      id: string,
      name: string,
      owner?: string | null,
      createdAt: string,
      updatedAt: string,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type OnUpdateItemSubscriptionVariables = {
  filter?: ModelSubscriptionItemFilterInput | null,
  owner?: string | null,
};

export type OnUpdateItemSubscription = {
  onUpdateItem?:  {
    __typename: "Item",
    id: string,
    name: string,
    headline: string,
    categoryID: string,
    category?:  {
      __typename: "Category",
      id: string,
      name: string,
      owner?: string | null,
      createdAt: string,
      updatedAt: string,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type OnDeleteItemSubscriptionVariables = {
  filter?: ModelSubscriptionItemFilterInput | null,
  owner?: string | null,
};

export type OnDeleteItemSubscription = {
  onDeleteItem?:  {
    __typename: "Item",
    id: string,
    name: string,
    headline: string,
    categoryID: string,
    category?:  {
      __typename: "Category",
      id: string,
      name: string,
      owner?: string | null,
      createdAt: string,
      updatedAt: string,
    } | null,
    owner?: string | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type OnCreateVerificationSubscriptionVariables = {
  filter?: ModelSubscriptionVerificationFilterInput | null,
};

export type OnCreateVerificationSubscription = {
  onCreateVerification?:  {
    __typename: "Verification",
    id: string,
    runId: string,
    tableName: string,
    modelName: string,
    recoveryPointArn?: string | null,
    recoveryPointCreatedAt?: string | null,
    // The rule of the backup policy that made the recovery point, or that the run was about.
    ruleName?: string | null,
    startedAt: string,
    finishedAt: string,
    verdict: Verdict,
    findings:  Array< {
      __typename: "Finding",
      check: string,
      severity: Severity,
      subject?: string | null,
      sentence: string,
    } >,
    liveItems?: number | null,
    restoredItems?: number | null,
    differences?: number | null,
    unverifiedItems?: number | null,
    liveSum?: string | null,
    restoredSum?: string | null,
    summaries?: string | null,
    evidenceSequence?: number | null,
    evidenceHash?: string | null,
    restoreSeconds?: number | null,
    checkSeconds?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type OnUpdateVerificationSubscriptionVariables = {
  filter?: ModelSubscriptionVerificationFilterInput | null,
};

export type OnUpdateVerificationSubscription = {
  onUpdateVerification?:  {
    __typename: "Verification",
    id: string,
    runId: string,
    tableName: string,
    modelName: string,
    recoveryPointArn?: string | null,
    recoveryPointCreatedAt?: string | null,
    // The rule of the backup policy that made the recovery point, or that the run was about.
    ruleName?: string | null,
    startedAt: string,
    finishedAt: string,
    verdict: Verdict,
    findings:  Array< {
      __typename: "Finding",
      check: string,
      severity: Severity,
      subject?: string | null,
      sentence: string,
    } >,
    liveItems?: number | null,
    restoredItems?: number | null,
    differences?: number | null,
    unverifiedItems?: number | null,
    liveSum?: string | null,
    restoredSum?: string | null,
    summaries?: string | null,
    evidenceSequence?: number | null,
    evidenceHash?: string | null,
    restoreSeconds?: number | null,
    checkSeconds?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type OnDeleteVerificationSubscriptionVariables = {
  filter?: ModelSubscriptionVerificationFilterInput | null,
};

export type OnDeleteVerificationSubscription = {
  onDeleteVerification?:  {
    __typename: "Verification",
    id: string,
    runId: string,
    tableName: string,
    modelName: string,
    recoveryPointArn?: string | null,
    recoveryPointCreatedAt?: string | null,
    // The rule of the backup policy that made the recovery point, or that the run was about.
    ruleName?: string | null,
    startedAt: string,
    finishedAt: string,
    verdict: Verdict,
    findings:  Array< {
      __typename: "Finding",
      check: string,
      severity: Severity,
      subject?: string | null,
      sentence: string,
    } >,
    liveItems?: number | null,
    restoredItems?: number | null,
    differences?: number | null,
    unverifiedItems?: number | null,
    liveSum?: string | null,
    restoredSum?: string | null,
    summaries?: string | null,
    evidenceSequence?: number | null,
    evidenceHash?: string | null,
    restoreSeconds?: number | null,
    checkSeconds?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type OnCreateProtectedTableSubscriptionVariables = {
  filter?: ModelSubscriptionProtectedTableFilterInput | null,
};

export type OnCreateProtectedTableSubscription = {
  onCreateProtectedTable?:  {
    __typename: "ProtectedTable",
    id: string,
    modelName: string,
    recoveryPointArn: string,
    recoveryPointCreatedAt: string,
    recoveryPointBytes?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type OnUpdateProtectedTableSubscriptionVariables = {
  filter?: ModelSubscriptionProtectedTableFilterInput | null,
};

export type OnUpdateProtectedTableSubscription = {
  onUpdateProtectedTable?:  {
    __typename: "ProtectedTable",
    id: string,
    modelName: string,
    recoveryPointArn: string,
    recoveryPointCreatedAt: string,
    recoveryPointBytes?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};

export type OnDeleteProtectedTableSubscriptionVariables = {
  filter?: ModelSubscriptionProtectedTableFilterInput | null,
};

export type OnDeleteProtectedTableSubscription = {
  onDeleteProtectedTable?:  {
    __typename: "ProtectedTable",
    id: string,
    modelName: string,
    recoveryPointArn: string,
    recoveryPointCreatedAt: string,
    recoveryPointBytes?: number | null,
    createdAt: string,
    updatedAt: string,
  } | null,
};
