import { AwsError } from "../../errors.ts";

const MOST_TAGS = 50;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export interface SessionTags {
  tags: Record<string, string>;
  transitiveTagKeys: string[];
}

/**
 * The tags that a caller gives a session. Throws for those that STS doesn't take.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function readSessionTags(input: URLSearchParams): SessionTags {
  const pairs = membersOf(input, "Tags").map((index) => ({
    key: input.get(`Tags.member.${index}.Key`) ?? "",
    value: input.get(`Tags.member.${index}.Value`) ?? "",
  }));
  const transitiveTagKeys = membersOf(input, "TransitiveTagKeys").map(
    (index) => input.get(`TransitiveTagKeys.member.${index}`)!,
  );
  if (pairs.length > MOST_TAGS)
    throw invalid(`A session has at most ${MOST_TAGS} tags; these are ${pairs.length}.`);
  for (const { key, value } of pairs) requireTag(key, value);
  const keys = pairs.map(({ key }) => key.toLowerCase());
  if (new Set(keys).size < keys.length)
    throw invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  if (transitiveTagKeys.some((key) => !keys.includes(key.toLowerCase())))
    throw invalid("The specified transitive tag key must be included in the requested tags.");
  return { tags: Object.fromEntries(pairs.map(({ key, value }) => [key, value])), transitiveTagKeys };
}

/** Transitive tags of the calling session go on, and nothing takes their place. */
export function inherit(given: SessionTags, caller: SessionTags | undefined): SessionTags {
  const passed = caller?.transitiveTagKeys ?? [];
  const own = new Set(Object.keys(given.tags).map((key) => key.toLowerCase()));
  if (passed.some((key) => own.has(key.toLowerCase())))
    throw invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  const kept = passed.map((key): [string, string] => [key, tagValue(caller!.tags, key)]);
  return {
    tags: { ...given.tags, ...Object.fromEntries(kept) },
    transitiveTagKeys: [...given.transitiveTagKeys, ...passed],
  };
}

/** What policies can ask of the tags that a request brings. */
export const tagContext = ({ tags, transitiveTagKeys }: SessionTags): Record<string, string | string[]> => ({
  ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  ...(Object.keys(tags).length > 0 ? { "aws:TagKeys": Object.keys(tags) } : {}),
  ...(transitiveTagKeys.length > 0 ? { "sts:TransitiveTagKeys": transitiveTagKeys } : {}),
});

const tagValue = (tags: Record<string, string>, key: string): string =>
  Object.entries(tags).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1] ?? "";

function membersOf(input: URLSearchParams, list: string): string[] {
  const form = new RegExp(`^${list}\\.member\\.(\\d+)(?:\\.|$)`);
  return [...new Set([...input.keys()].flatMap((name) => form.exec(name)?.[1] ?? []))];
}

function requireTag(key: string, value: string): void {
  if (key.length < 1 || key.length > 128 || !ALLOWED.test(key))
    throw invalid(`The tag key '${key}' isn't valid: it has 1 to 128 letters, digits, spaces and _.:/=+-@`);
  if (/^aws:/i.test(key)) throw invalid(`The tag key '${key}' isn't valid: aws: is AWS's own prefix.`);
  if (value.length > 256 || !ALLOWED.test(value))
    throw invalid(
      `The value of the tag ${key} isn't valid: it has at most 256 letters, digits, spaces and _.:/=+-@`,
    );
}

const invalid = (message: string) => new AwsError("InvalidParameterValue", message);
