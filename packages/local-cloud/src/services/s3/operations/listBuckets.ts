import { serviceOperation } from "../operation.ts";
import { answer } from "../xml.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const listBuckets = serviceOperation({
  method: "GET",
  run: ({ buckets, place }) => ({
    status: 200,
    headers: { "content-type": "application/xml" },
    body: answer("ListAllMyBucketsResult", {
      Owner: { ID: place.accountId },
      Buckets: {
        Bucket: buckets.list().map(({ id, arn, creationDate }) => ({
          Name: id,
          CreationDate: creationDate,
          BucketRegion: place.region,
          BucketArn: arn,
        })),
      },
    }),
  }),
});
