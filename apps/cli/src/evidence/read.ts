import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { ChainProblem } from "@holdfast/restore-check";
import { type Cloud, outputsOf } from "../cloud.ts";

export interface EvidenceFile {
  name: string;
  bytes: Buffer;
}

const folder = "evidence/";

interface Kept {
  name: string;
  /** Of the version that was written first. */
  versionId: string;
}

/**
 * The files of the evidence, in order, as each was first written. An object that was written over or deleted keeps
 * its first version in the bucket: that is read, and `onProblem` is told.
 */
export async function* evidenceFiles(
  cloud: Pick<Cloud, "s3" | "cloudFormation" | "stage" | "where">,
  onProblem: (problem: ChainProblem) => void,
): AsyncGenerator<EvidenceFile> {
  const bucket = (await outputsOf(cloud as Cloud, "Verification"))("EvidenceBucket");
  for await (const { name, versionId } of keptIn(cloud.s3, bucket, onProblem)) {
    const { Body } = await cloud.s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: folder + name, VersionId: versionId }),
    );
    yield { name, bytes: Buffer.from(await Body!.transformToByteArray()) };
  }
}

async function* keptIn(
  s3: Pick<S3Client, "send">,
  bucket: string,
  onProblem: (problem: ChainProblem) => void,
): AsyncGenerator<Kept> {
  let last: (Kept & { versions: number }) | undefined;
  const done = () => {
    if (last && last.versions > 1)
      onProblem({ entry: last.name, sentence: "It was written again after it was first written." });
    return last;
  };
  let page: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (page) {
    const answer: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: folder, ...page }),
    );
    for (const { Key } of answer.DeleteMarkers ?? [])
      onProblem({
        entry: Key!.slice(folder.length),
        sentence: "Somebody deleted it; the bucket's lock has kept it.",
      });
    // By key, newest first: the last one of a key is the one that was written first.
    for (const { Key, VersionId } of answer.Versions ?? []) {
      const name = Key!.slice(folder.length);
      if (last && last.name !== name) yield done()!;
      const versions: number = last?.name === name ? last.versions + 1 : 1;
      last = { name, versionId: VersionId!, versions };
    }
    page = answer.IsTruncated
      ? { KeyMarker: answer.NextKeyMarker, VersionIdMarker: answer.NextVersionIdMarker }
      : undefined;
  }
  if (last) yield done()!;
}
