import { describe, expect, it } from "vitest";
import suite from "./cases/aws-signing-test-suite.json" with { type: "json" };
import type { RawRequest } from "./rawRequest.ts";
import { clockAt, now, sign, signaturesFor } from "./testing.ts";

const onWire = (text: string) => Buffer.from(text, "utf8").toString("latin1");

describe("AWS's own signing test suite", () => {
  const signatures = (token?: string) =>
    signaturesFor(
      { accessKeyId: suite.accessKeyId, secretAccessKey: suite.secretAccessKey, sessionToken: token },
      { clock: clockAt(suite.at), machineClock: clockAt(suite.at) },
    );
  const credential = `${suite.accessKeyId}/20150830/us-east-1/${suite.service}/aws4_request`;
  const wire = (one: (typeof suite.cases)[number]): RawRequest => ({
    method: one.method,
    target: onWire(one.target),
    headers: one.headers.map(([name, value]) => [name!.toLowerCase(), onWire(value!)]),
  });

  it.each(suite.cases)("takes $name", (one) => {
    const request = wire(one);
    request.headers.push([
      "authorization",
      `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${one.signedHeaders}, Signature=${one.signature}`,
    ]);

    expect(signatures(one.token).callerOf(request, suite.service, one.body ?? "").arn).toContain("user/ann");
    const other = `${one.body ?? ""} `;
    expect(() => signatures(one.token).callerOf(request, suite.service, other)).toThrow(
      "The request signature we calculated does not match",
    );
  });

  it.each(suite.cases.filter((one) => one.presigned))("takes $name, presigned", (one) => {
    const request = wire(one);
    request.headers = request.headers.filter(([name]) => !name.startsWith("x-amz-"));
    request.target += `${request.target.includes("?") ? "&" : "?"}${new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": credential,
      "X-Amz-Date": "20150830T123600Z",
      "X-Amz-Expires": "3600",
      ...(one.token ? { "X-Amz-Security-Token": one.token } : {}),
      "X-Amz-SignedHeaders": one.presigned!.signedHeaders,
      "X-Amz-Signature": one.presigned!.signature,
    })}`;

    expect(signatures(one.token).callerOf(request, suite.service, "").arn).toContain("user/ann");
  });
});

describe("a request that was changed after it was signed", () => {
  const path = "/backup-vaults/main/recovery-points/arn%3Aaws%3Abackup%3Aus-east-1%3A1%3Arp/x";
  const signed = () =>
    sign("{}", {
      service: "backup",
      method: "PUT",
      target: `${path}?a=1&b=2`,
      headers: [
        ["content-type", "application/json"],
        ["x-amz-meta", "one"],
      ],
    });
  const callerOf = (request: RawRequest, body = "{}") => signaturesFor().callerOf(request, "backup", body);

  it("is taken as it was", () => {
    expect(callerOf(signed()).arn).toBe("arn:aws:iam::123456789012:user/ann");
    expect(callerOf({ ...signed(), target: `${path}?b=2&a=1` }).arn).toContain("user/ann");
  });

  const changes: [string, (request: RawRequest) => RawRequest][] = [
    ["method", (request) => ({ ...request, method: "DELETE" })],
    ["path", (request) => ({ ...request, target: request.target.replace("main", "mine") })],
    ["path's encoding", (request) => ({ ...request, target: request.target.replaceAll("%3A", ":") })],
    ["query", (request) => ({ ...request, target: request.target.replace("a=1", "a=2") })],
    ["query, by one more member", (request) => ({ ...request, target: `${request.target}&c=3` })],
    ...signed()
      .headers.map(([name]) => name)
      .filter((name) => name !== "authorization" && name !== "x-amz-date")
      .map((changed): [string, (request: RawRequest) => RawRequest] => [
        `header ${changed}`,
        (request) => ({
          ...request,
          headers: request.headers.map(([name, value]) => [name, name === changed ? `${value}x` : value]),
        }),
      ]),
  ];
  it.each(changes)("is refused by its %s", (_, change) => {
    expect(() => callerOf(change(signed()))).toThrow(
      "The request signature we calculated does not match the signature you provided.",
    );
  });

  it("is refused by its body and by its signature's date", () => {
    expect(() => callerOf(signed(), '{"a":1}')).toThrow("does not match");
    const later = signed();
    later.headers = later.headers.map(([name, value]) => [
      name,
      name === "x-amz-date" ? "20261125T120100Z" : value,
    ]);
    expect(() => callerOf(later)).toThrow("does not match");
  });

  it("is refused with what AWS took it for", () => {
    expect(() => callerOf(signed(), "{ }")).toThrow(
      /The Canonical String for this request should have been\n'PUT\n\/backup-vaults\/main\/recovery-points\/arn%253Aaws/,
    );
  });
});

describe("a signature's date", () => {
  const at = (time: string) => sign("", { service: "dynamodb", at: time });
  const clocks = { clock: clockAt("2027-03-01T00:00:00Z"), machineClock: clockAt(now) };

  it("may be right by the cloud's clock or by the machine's", () => {
    const signatures = signaturesFor({}, clocks);

    expect(signatures.callerOf(at(now), "dynamodb", "").arn).toContain("ann");
    expect(signatures.callerOf(at("2027-03-01T00:04:59Z"), "dynamodb", "").arn).toContain("ann");
  });

  it.each([
    [
      "2027-02-28T23:54:59Z",
      "Signature expired: 20270228T235459Z is now earlier than 20270228T235500Z (20270301T000000Z - 5 min.)",
    ],
    [
      "2027-03-01T00:05:01Z",
      "Signature not yet current: 20270301T000501Z is still later than 20270301T000500Z (20270301T000000Z + 5 min.)",
    ],
  ])("is refused at %s", (time, message) => {
    expect(() => signaturesFor({}, clocks).callerOf(at(time), "dynamodb", "")).toThrow(message);
  });

  it("may be in a Date header, as HTTP writes it", () => {
    const byDate = (date: string) => {
      const request = sign("", { service: "sts", headers: [["date", date]], signed: ["date", "host"] });
      return { ...request, headers: request.headers.filter(([name]) => name !== "x-amz-date") };
    };
    const signatures = signaturesFor();

    expect(signatures.callerOf(byDate("Wed, 25 Nov 2026 12:00:00 GMT"), "sts", "").arn).toContain("ann");
    expect(() => signatures.callerOf(byDate("25 November"), "sts", "")).toThrow("Date must be in ISO-8601");
  });
});

describe("a presigned request", () => {
  const link = (at: string) =>
    sign("", {
      service: "s3",
      method: "GET",
      target: "/b/k",
      at,
      expires: "3600",
      payloadHash: "UNSIGNED-PAYLOAD",
    });
  const open = async function* () {};

  it("may be used until it expires, and not before it was made", () => {
    const callerOf = (at: string) => signaturesFor().streamed(link(at), "s3", open()).caller.arn;

    expect(callerOf("2026-11-25T11:00:00Z")).toContain("ann");
    expect(() => callerOf("2026-11-25T10:59:59Z")).toThrow("Request has expired");
    expect(() => callerOf("2026-11-25T12:15:01Z")).toThrow("The difference between the request time");
  });

  it.each(["604801", "-1", "soon"])("can't last %s seconds", (expires) => {
    const request = sign("", { service: "s3", method: "GET", expires });

    expect(() => signaturesFor().streamed(request, "s3", open())).toThrow(
      expect.objectContaining({ code: "AuthorizationQueryParametersError" }),
    );
  });
});

describe("what is refused, by protocol", () => {
  const key = { sessionToken: "token", expiration: new Date("2026-11-25T13:00:00Z") };
  const services = ["dynamodb", "backup", "sts", "s3"] as const;
  type Expected = Record<(typeof services)[number], string>;
  const hashed = (service: string): [string, string][] =>
    service === "s3" ? [["x-amz-content-sha256", "UNSIGNED-PAYLOAD"]] : [];
  const signed = (service: string, more: Partial<Parameters<typeof sign>[1]> = {}) =>
    sign("", {
      service,
      token: "token",
      headers: hashed(service),
      ...(service === "s3" ? { payloadHash: "UNSIGNED-PAYLOAD" } : {}),
      ...more,
    });

  const faults: [string, (service: string) => RawRequest, Expected, { clock?: string }?][] = [
    [
      "no signature",
      (service) => ({ ...signed(service), headers: [["host", "x"]] }),
      {
        dynamodb: "400 MissingAuthenticationTokenException: Request is missing Authentication Token",
        backup: "403 MissingAuthenticationTokenException: Missing Authentication Token",
        sts: "403 MissingAuthenticationToken: Request is missing Authentication Token",
        s3: "403 AccessDenied: Access Denied",
      },
    ],
    [
      "a signature without a part",
      (service) =>
        edited(signed(service), "authorization", (text) => text.replace(/SignedHeaders=[^,]*, /, "")),
      {
        dynamodb:
          "400 IncompleteSignatureException: Authorization header requires 'SignedHeaders' parameter. ",
        backup: "403 IncompleteSignatureException: Authorization header requires 'SignedHeaders' parameter. ",
        sts: "400 IncompleteSignature: Authorization header requires 'SignedHeaders' parameter. ",
        s3: "400 AuthorizationHeaderMalformed: ",
      },
    ],
    [
      "a date that is none",
      (service) => edited(signed(service), "x-amz-date", () => "201"),
      {
        dynamodb: "400 IncompleteSignatureException: Date must be in ISO-8601 'basic format'. Got '201'.",
        backup: "403 IncompleteSignatureException: Date must be",
        sts: "400 IncompleteSignature: Date must be",
        s3: "400 AuthorizationHeaderMalformed: ",
      },
    ],
    [
      "another algorithm",
      (service) => edited(signed(service), "authorization", (text) => text.replace("SHA256", "SHA1")),
      {
        dynamodb: "400 IncompleteSignatureException: Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'",
        backup: "403 IncompleteSignatureException: Unsupported AWS 'algorithm'",
        sts: "400 IncompleteSignature: Unsupported AWS 'algorithm'",
        s3: "400 AuthorizationHeaderMalformed: ",
      },
    ],
    [
      "an old date",
      (service) => signed(service, { at: "2026-11-25T11:44:59Z" }),
      {
        dynamodb:
          "400 InvalidSignatureException: Signature expired: 20261125T114459Z is now earlier than 20261125T115500Z (20261125T120000Z - 5 min.)",
        backup: "403 InvalidSignatureException: Signature expired: ",
        sts: "403 SignatureDoesNotMatch: Signature expired: 20261125T114459Z is now earlier than 20261125T114500Z (20261125T120000Z - 15 min.)",
        s3: "403 RequestTimeTooSkewed: The difference between the request time and the current time is too large.",
      },
    ],
    [
      "another region",
      (service) => signed(service, { region: "eu-west-1" }),
      {
        dynamodb:
          "400 InvalidSignatureException: Credential should be scoped to a valid region, not 'eu-west-1'.",
        backup: "403 InvalidSignatureException: Credential should be scoped to a valid region",
        sts: "403 SignatureDoesNotMatch: Credential should be scoped to a valid region",
        s3: "400 AuthorizationHeaderMalformed: The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
      },
    ],
    [
      "another day",
      (service) => edited(signed(service), "authorization", (text) => text.replace("20261125", "20261124")),
      {
        dynamodb:
          "400 InvalidSignatureException: Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20261124' != '20261125', from '20261125T120000Z'.",
        backup: "403 InvalidSignatureException: Date in Credential scope",
        sts: "403 SignatureDoesNotMatch: Date in Credential scope",
        s3: "400 AuthorizationHeaderMalformed: The authorization header is malformed; Invalid credential date",
      },
    ],
    [
      "a key that nobody holds",
      (service) => signed(service, { accessKeyId: "ASIANOBODY" }),
      {
        dynamodb:
          "400 UnrecognizedClientException: The security token included in the request is invalid. The local cloud has no access key ASIANOBODY",
        backup: "403 UnrecognizedClientException: The security token included in the request is invalid.",
        sts: "403 InvalidClientTokenId: The security token included in the request is invalid.",
        s3: "403 InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.",
      },
    ],
    [
      "another session's token",
      (service) => signed(service, { token: "other" }),
      {
        dynamodb: "400 UnrecognizedClientException: The security token included in the request is invalid.",
        backup: "403 UnrecognizedClientException: The security token included in the request is invalid.",
        sts: "403 InvalidClientTokenId: The security token included in the request is invalid.",
        s3: "400 InvalidToken: The provided token is malformed or otherwise invalid.",
      },
    ],
    [
      "no token with a session's key",
      (service) => signed(service, { token: undefined }),
      {
        dynamodb: "400 UnrecognizedClientException: The security token",
        backup: "403 UnrecognizedClientException: The security token",
        sts: "403 InvalidClientTokenId: The security token",
        s3: "400 InvalidToken: The provided token",
      },
    ],
    [
      "a session that is over by the cloud's clock",
      (service) => signed(service),
      {
        dynamodb: "400 ExpiredTokenException: The security token included in the request is expired",
        backup: "403 ExpiredTokenException: The security token included in the request is expired",
        sts: "403 ExpiredToken: The security token included in the request is expired",
        s3: "400 ExpiredToken: The provided token has expired.",
      },
      { clock: "2026-11-25T13:00:00Z" },
    ],
    [
      "another secret",
      (service) => signed(service, { secretAccessKey: "guessed" }),
      {
        dynamodb:
          "400 InvalidSignatureException: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
        backup: "403 InvalidSignatureException: The request signature we calculated does not match",
        sts: "403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
        s3: "403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      },
    ],
    [
      "a signature in the header and in the query",
      (service) => ({ ...signed(service), target: "/?X-Amz-Algorithm=AWS4-HMAC-SHA256" }),
      {
        dynamodb: "400 InvalidSignatureException: Found both 'X-Amz-Algorithm' as a query-string param",
        backup: "403 InvalidSignatureException: Found both",
        sts: "403 SignatureDoesNotMatch: Found both",
        s3: "400 InvalidArgument: Only one auth mechanism allowed",
      },
    ],
    [
      "a query with a part of a signature",
      (service) => ({
        method: "GET",
        target: "/?X-Amz-Algorithm=AWS4-HMAC-SHA256",
        headers: hashed(service),
      }),
      {
        dynamodb:
          "400 IncompleteSignatureException: AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-Signature'. ",
        backup: "403 IncompleteSignatureException: AWS query-string parameters must include",
        sts: "400 IncompleteSignature: AWS query-string parameters must include",
        s3: "400 AuthorizationQueryParametersError: Query-string authentication version 4 requires",
      },
    ],
  ];

  const all = faults.flatMap(([fault, make, expected, { clock = now } = {}]) =>
    services.map((service) => ({ fault, service, make, expected: expected[service], clock })),
  );
  it.each(all)("$service refuses $fault", ({ service, make, expected, clock }) => {
    const signatures = signaturesFor(
      { accessKeyId: "AKIAEXAMPLE", ...key },
      { clock: clockAt(clock), machineClock: clockAt(now) },
    );
    const ask = () =>
      service === "s3"
        ? signatures.streamed(make(service), service, (async function* () {})())
        : signatures.callerOf(make(service), service, "");

    expect(told(ask).slice(0, expected.length)).toBe(expected);
  });

  it("takes the same requests where nothing is wrong", () => {
    const signatures = signaturesFor({ accessKeyId: "AKIAEXAMPLE", ...key });

    for (const service of ["dynamodb", "backup", "sts"])
      expect(signatures.callerOf(signed(service), service, "").arn).toContain("ann");
    expect(signatures.streamed(signed("s3"), "s3", (async function* () {})()).caller.arn).toContain("ann");
  });

  it("wants the host and S3's own headers signed", () => {
    const signatures = signaturesFor();
    const headers: [string, string][] = [
      ["x-amz-content-sha256", "UNSIGNED-PAYLOAD"],
      ["x-amz-meta-owner", "ann"],
    ];
    const open = sign("", {
      service: "s3",
      payloadHash: "UNSIGNED-PAYLOAD",
      headers,
      signed: ["host", "x-amz-content-sha256", "x-amz-date"],
    });
    const hostless = sign("", { service: "kms", signed: ["x-amz-date"] });

    expect(told(() => signatures.streamed(open, "s3", (async function* () {})()))).toBe(
      "403 AccessDenied: There were headers present in the request which were not signed",
    );
    expect(told(() => signatures.callerOf(hostless, "kms", ""))).toBe(
      "400 InvalidSignatureException: 'Host' must be a 'SignedHeader' in the AWS Authorization.",
    );
  });
});

function edited(request: RawRequest, changed: string, edit: (value: string) => string): RawRequest {
  const headers = request.headers.map(([name, value]): [string, string] => [
    name,
    name === changed ? edit(value) : value,
  ]);
  return { ...request, headers };
}

function told(ask: () => unknown): string {
  try {
    ask();
    return "taken";
  } catch (error) {
    const { status, code, message } = error as { status: number; code: string; message: string };
    return `${status} ${code}: ${message}`;
  }
}
