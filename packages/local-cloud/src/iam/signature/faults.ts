import { AwsError } from "../../errors.ts";
import { type Protocol, protocolOf } from "../../protocols.ts";

/** What can be wrong with a signature, in the order in which AWS looks. */
export type Fault =
  | "signed twice"
  | "unsigned"
  | "incomplete"
  | "incomplete query"
  | "stale"
  | "expired link"
  | "wrong scope"
  | "unknown key"
  | "wrong token"
  | "expired session"
  | "mismatch";

type Answers = Record<Fault, [code: string, status: number]>;

// DynamoDB's own: recorded from AWS in https://github.com/architect/dynalite/blob/main/index.js, see also
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
const json: Answers = {
  "signed twice": ["InvalidSignatureException", 400],
  unsigned: ["MissingAuthenticationTokenException", 400],
  incomplete: ["IncompleteSignatureException", 400],
  "incomplete query": ["IncompleteSignatureException", 400],
  stale: ["InvalidSignatureException", 400],
  "expired link": ["InvalidSignatureException", 400],
  "wrong scope": ["InvalidSignatureException", 400],
  "unknown key": ["UnrecognizedClientException", 400],
  "wrong token": ["UnrecognizedClientException", 400],
  "expired session": ["ExpiredTokenException", 400],
  mismatch: ["InvalidSignatureException", 400],
};

const answers: Record<Protocol, Answers> = {
  json,
  // https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html
  "rest-json": Object.fromEntries(
    Object.entries(json).map(([fault, [code]]) => [fault, [code, 403]]),
  ) as Answers,
  // https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html; a stale or wrong signature:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
  query: {
    "signed twice": ["SignatureDoesNotMatch", 403],
    unsigned: ["MissingAuthenticationToken", 403],
    incomplete: ["IncompleteSignature", 400],
    "incomplete query": ["IncompleteSignature", 400],
    stale: ["SignatureDoesNotMatch", 403],
    "expired link": ["SignatureDoesNotMatch", 403],
    "wrong scope": ["SignatureDoesNotMatch", 403],
    "unknown key": ["InvalidClientTokenId", 403],
    "wrong token": ["InvalidClientTokenId", 403],
    "expired session": ["ExpiredToken", 403],
    mismatch: ["SignatureDoesNotMatch", 403],
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  s3: {
    "signed twice": ["InvalidArgument", 400],
    unsigned: ["AccessDenied", 403],
    incomplete: ["AuthorizationHeaderMalformed", 400],
    "incomplete query": ["AuthorizationQueryParametersError", 400],
    stale: ["RequestTimeTooSkewed", 403],
    "expired link": ["AccessDenied", 403],
    "wrong scope": ["AuthorizationHeaderMalformed", 400],
    "unknown key": ["InvalidAccessKeyId", 403],
    "wrong token": ["InvalidToken", 400],
    "expired session": ["ExpiredToken", 400],
    mismatch: ["SignatureDoesNotMatch", 403],
  },
};

const usual: Partial<Record<Fault, string>> = {
  "signed twice": "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
  unsigned: "Request is missing Authentication Token",
  "unknown key": "The security token included in the request is invalid.",
  "wrong token": "The security token included in the request is invalid.",
  "expired session": "The security token included in the request is expired",
  mismatch:
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
};

const own: Partial<Record<Protocol, Partial<Record<Fault, string>>>> = {
  "rest-json": { unsigned: "Missing Authentication Token" },
  s3: {
    "signed twice":
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
    unsigned: "Access Denied",
    "incomplete query":
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    "expired link": "Request has expired",
    stale: "The difference between the request time and the current time is too large.",
    "unknown key": "The AWS Access Key Id you provided does not exist in our records.",
    "wrong token": "The provided token is malformed or otherwise invalid.",
    "expired session": "The provided token has expired.",
    mismatch:
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  },
};

interface Details {
  /** In place of AWS's usual sentence for the fault. */
  message?: string;
  /** After AWS's sentence. */
  more?: string;
  /** What S3 says beside its sentence; the others say nothing more. */
  fields?: Record<string, unknown>;
}

/** The refusal that the service gives for a fault. */
export function refusal(
  service: string,
  fault: Fault,
  { message, more = "", fields }: Details = {},
): AwsError {
  const protocol = protocolOf(service);
  const [code, status] = answers[protocol][fault];
  const sentence = own[protocol]?.[fault] ?? message ?? usual[fault];
  return new AwsError(code, `${sentence}${more}`, { status, fields: protocol === "s3" ? fields : undefined });
}
