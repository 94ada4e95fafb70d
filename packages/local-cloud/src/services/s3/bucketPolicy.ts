import { matches, template } from "../../iam/glob.ts";
import { requireGrammar } from "../../iam/grammar/grammar.ts";
import { type PolicyDocument, parseDocument, type Statement, statementsOf } from "../../iam/policy.ts";
import { s3Error } from "./errors.ts";

const MOST_BYTES = 20_480;
const OF_OBJECTS = /^s3:(?!.*Bucket)(?:.*Object.*|AbortMultipartUpload|ListMultipartUploadParts)$/i;

/**
 * Throws MalformedPolicy for a bucket policy that S3 doesn't take, in S3's words.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 * Words: https://github.com/versity/versitygw/issues/645, https://github.com/hashicorp/terraform/issues/28688,
 * https://github.com/aws-samples/aws-serverless-appsync-app/issues/4
 */
export function requireBucketPolicy(bucket: string, document: PolicyDocument): void {
  const name = `policy of ${bucket}`;
  try {
    requireGrammar("resource", { name, document });
  } catch (cause) {
    throw malformed((cause as Error).message);
  }
  const value = typeof document === "string" ? parseDocument(name, document) : document;
  if (JSON.stringify(value).length > MOST_BYTES)
    throw malformed(`${name} is larger than ${MOST_BYTES} bytes.`);
  for (const statement of statementsOf({ name, document: value })) {
    const where = `${name}, statement ${statement.index + 1}`;
    const action = statement.actions.of.find(({ text }) => text !== "*" && !/^s3:/i.test(text));
    if (action) throw malformed(`Policy has invalid action. ${where}: ${action.text}`);
    const resource = statement.resources!.of.find(({ text }) => !isOf(text, bucket));
    if (resource) throw malformed(`Policy has invalid resource. ${where}: ${resource.text}`);
    const idle = statement.actions.not ? undefined : idleAction(statement);
    if (idle) throw malformed(`Action does not apply to any resource(s) in statement. ${where}: ${idle}`);
  }
}

/**
 * Throws AccessDenied for a policy that lets everybody in, without a condition. AWS sees through some conditions, too.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function requireNotPublic({ id, arn }: { id: string; arn: string }, document: PolicyDocument): void {
  const open = statementsOf({ name: `policy of ${id}`, document }).find(
    ({ effect, principals, conditions }) =>
      effect === "Allow" &&
      conditions.length === 0 &&
      (principals!.not || principals!.of.some(({ name }) => name === "*")),
  );
  if (open)
    throw s3Error(
      "AccessDenied",
      `s3:PutBucketPolicy on resource: "${arn}" is denied because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access. policy of ${id}, statement ${open.index + 1}, lets everybody in.`,
    );
}

const malformed = (message: string) => s3Error("MalformedPolicy", message);

const pathOf = (resource: string): string => resource.split(":").slice(5).join(":");

function isOf(resource: string, bucket: string): boolean {
  if (resource === "*") return true;
  const [name = ""] = pathOf(resource).split("/");
  const pattern = template(name, { wildcards: true, variables: false })(() => undefined)!;
  return resource.split(":")[2] === "s3" && matches(pattern, bucket);
}

/** An action on objects where there are only buckets, or on buckets where there are only objects. */
function idleAction({ actions, resources }: Statement): string | undefined {
  if (resources!.not) return undefined;
  const paths = resources!.of.map(({ text }) => (text === "*" ? "*" : pathOf(text)));
  const objects = paths.some((path) => /[/*]/.test(path));
  const buckets = paths.some((path) => !path.includes("/"));
  const named = actions.of.filter(({ text }) => !/[*?]/.test(text));
  return named.find(({ text }) => (OF_OBJECTS.test(text) ? !objects : !buckets))?.text;
}
