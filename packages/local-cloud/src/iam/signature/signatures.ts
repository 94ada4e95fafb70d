import { type Protocol, protocolOf } from "../../protocols.ts";
import type { Place, Principal } from "../../service.ts";
import type { IssuedKey } from "../credentials.ts";
import { canonicalRequest } from "./canonicalRequest.ts";
import { type Claim, readClaim } from "./claim.ts";
import { type Clocks, checkDate } from "./dates.ts";
import { refusal } from "./faults.ts";
import { declaredHash, type Payload, payloadOf, type Seal } from "./payload.ts";
import type { RawRequest } from "./rawRequest.ts";
import { checkScope } from "./scope.ts";
import { hmac, isSame, scopeText, sha256, signingKeys } from "./signingKey.ts";

export interface SignatureDeps extends Clocks {
  place: Place;
  find(accessKeyId: string): IssuedKey | undefined;
}

export interface Signatures {
  /** Whose signature a request bears. Throws what the service answers to an unsigned or wrongly signed one. */
  callerOf(request: RawRequest, service: string, body: string | Buffer): Principal;
  /**
   * The same for a body that is still to come: its hash, or how it is sent, was signed beforehand. The payload breaks
   * off with what S3 answers where a chunk of it isn't what was signed.
   */
  streamed(request: RawRequest, service: string, body: AsyncIterable<Buffer>): Streamed;
}

export interface Streamed extends Payload {
  caller: Principal;
}

/** A request that claims to be signed with a key that exists. */
interface Checked {
  request: RawRequest;
  service: string;
  claim: Claim;
  key: IssuedKey;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
export function createSignatures({ place, find, ...clocks }: SignatureDeps): Signatures {
  const keyFor = signingKeys();

  function check(request: RawRequest, service: string): Checked {
    const claim = readClaim(request, service);
    checkDate(claim, service, clocks);
    checkScope(request, claim, service, place);
    return { request, service, claim, key: checkKey(claim, service) };
  }

  function checkKey(claim: Claim, service: string): IssuedKey {
    const key = find(claim.accessKeyId);
    if (!key)
      throw refusal(service, "unknown key", {
        more: ` The local cloud has no access key ${claim.accessKeyId}: the one to use is printed when it starts.`,
      });
    if (!isSame(claim.token ?? "", key.sessionToken ?? "")) throw refusal(service, "wrong token");
    if (key.expiration && key.expiration <= clocks.clock.now()) throw refusal(service, "expired session");
    return key;
  }

  /** Whether that key was used for the signature of this very request. */
  function prove({ request, service, claim, key }: Checked, payloadHash: string): Seal {
    const { scope, signedHeaders, at, signature } = claim;
    const keepsPath = protocolOf(service) === "s3";
    const canonical = canonicalRequest(request, { signedHeaders, payloadHash, keepsPath });
    const stringToSign = `AWS4-HMAC-SHA256\n${at}\n${scopeText(scope)}\n${sha256(canonical)}`;
    const signingKey = keyFor(key.secretAccessKey, scope);
    if (!isSame(hmac(signingKey, stringToSign).toString("hex"), signature))
      throw refusal(
        service,
        "mismatch",
        mismatchDetails[protocolOf(service)]?.(claim, canonical, stringToSign),
      );
    return { signingKey, at, scope: scopeText(scope), signature };
  }

  return {
    callerOf(request, service, body) {
      const checked = check(request, service);
      prove(checked, sha256(body));
      return checked.key.principal;
    },
    streamed(request, service, body) {
      const checked = check(request, service);
      const seal = prove(checked, declaredHash(request, checked.claim));
      return { caller: checked.key.principal, ...payloadOf(body, request, seal) };
    },
  };
}

type Explain = (claim: Claim, canonical: string, stringToSign: string) => Parameters<typeof refusal>[2];

const inTheMessage: Explain = (_, canonical, stringToSign) => ({
  more: `\n\nThe Canonical String for this request should have been\n'${canonical}'\n\nThe String-to-Sign should have been\n'${stringToSign}'\n`,
});

/**
 * What the service took the request for, for whoever signs by himself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
const mismatchDetails: Partial<Record<Protocol, Explain>> = {
  json: inTheMessage,
  "rest-json": inTheMessage,
  s3: ({ accessKeyId, signature }, canonical, stringToSign) => ({
    fields: {
      AWSAccessKeyId: accessKeyId,
      StringToSign: stringToSign,
      SignatureProvided: signature,
      CanonicalRequest: canonical,
    },
  }),
};
