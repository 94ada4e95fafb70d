import type { Operation } from "./operation.ts";
import { abortMultipartUpload } from "./operations/abortMultipartUpload.ts";
import {
  getBucketEncryption,
  getBucketLocation,
  getBucketPolicy,
  getBucketVersioning,
  getObjectLockConfiguration,
  headBucket,
  putBucketVersioning,
} from "./operations/bucketSettings.ts";
import { completeMultipartUpload } from "./operations/completeMultipartUpload.ts";
import { copyObject } from "./operations/copyObject.ts";
import { createMultipartUpload } from "./operations/createMultipartUpload.ts";
import { deleteObject } from "./operations/deleteObject.ts";
import { deleteObjects } from "./operations/deleteObjects.ts";
import { getObject, headObject } from "./operations/getObject.ts";
import { listBuckets } from "./operations/listBuckets.ts";
import { listMultipartUploads } from "./operations/listMultipartUploads.ts";
import { listObjects, listObjectsV2 } from "./operations/listObjectsV2.ts";
import { listObjectVersions } from "./operations/listObjectVersions.ts";
import { listParts } from "./operations/listParts.ts";
import { getObjectLegalHold, putObjectLegalHold } from "./operations/objectLegalHold.ts";
import { getObjectRetention, putObjectRetention } from "./operations/objectRetention.ts";
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./operations/objectTagging.ts";
import { putObject } from "./operations/putObject.ts";
import { uploadPart, uploadPartCopy } from "./operations/uploadPart.ts";

export const operations = {
  AbortMultipartUpload: abortMultipartUpload,
  CompleteMultipartUpload: completeMultipartUpload,
  CopyObject: copyObject,
  CreateMultipartUpload: createMultipartUpload,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  DeleteObjectTagging: deleteObjectTagging,
  GetBucketEncryption: getBucketEncryption,
  GetBucketLocation: getBucketLocation,
  GetBucketPolicy: getBucketPolicy,
  GetBucketVersioning: getBucketVersioning,
  GetObject: getObject,
  GetObjectLegalHold: getObjectLegalHold,
  GetObjectLockConfiguration: getObjectLockConfiguration,
  GetObjectRetention: getObjectRetention,
  GetObjectTagging: getObjectTagging,
  HeadBucket: headBucket,
  HeadObject: headObject,
  ListBuckets: listBuckets,
  ListMultipartUploads: listMultipartUploads,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListObjectVersions: listObjectVersions,
  ListParts: listParts,
  PutBucketVersioning: putBucketVersioning,
  PutObject: putObject,
  PutObjectLegalHold: putObjectLegalHold,
  PutObjectRetention: putObjectRetention,
  PutObjectTagging: putObjectTagging,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
} as const satisfies Record<string, Operation>;
