import { invalidParameter, limitExceeded } from "./errors.ts";

type Tags = Record<string, string>;

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#id_tags_naming_best_practices */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const mostTags = 50;

/** Throws InvalidParameterValueException or LimitExceededException for tags that AWS doesn't take. */
export function requireTags(tags: Tags = {}): void {
  for (const [key, value] of Object.entries(tags)) {
    if (key === "" || key.length > 128 || !allowed.test(key)) {
      throw invalidParameter(
        `The tag key "${key}" isn't valid: it has 1 to 128 letters, digits, spaces and _.:/=+-@`,
      );
    }
    if (/^aws:/i.test(key))
      throw invalidParameter(`The tag key "${key}" isn't valid: aws: is AWS's own prefix.`);
    if (value.length > 256 || !allowed.test(value)) {
      throw invalidParameter(
        `The value of the tag ${key} isn't valid: it has at most 256 letters, digits, spaces and _.:/=+-@`,
      );
    }
  }
  requireTagCount(tags);
}

export function requireTagCount(tags: Tags): void {
  const count = Object.keys(tags).length;
  if (count > mostTags)
    throw limitExceeded(`A resource has at most ${mostTags} tags; these would be ${count}.`);
}
