/**
 * The condition keys that the local cloud puts into a request, in small letters; one that ends in `/` stands for all
 * that begin so. AWS has more: what is asked of those is never tested here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const ofEveryRequest = [
  "aws:calledvia",
  "aws:calledviafirst",
  "aws:calledvialast",
  "aws:currenttime",
  "aws:epochtime",
  "aws:multifactorauthage",
  "aws:multifactorauthpresent",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalisawsservice",
  "aws:principalservicename",
  "aws:principalservicenameslist",
  "aws:principaltag/",
  "aws:principaltype",
  "aws:referer",
  "aws:requestedregion",
  "aws:resourceaccount",
  "aws:securetransport",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceidentity",
  "aws:sourceip",
  "aws:tokenissuetime",
  "aws:useragent",
  "aws:userid",
  "aws:username",
  "aws:viaawsservice",
  "lambda:sourcefunctionarn",
];

const ofService: Record<string, string[]> = {
  backup: [
    "aws:requesttag/",
    "aws:resourcetag/",
    "aws:tagkeys",
    "backup:changeablefordays",
    "backup:copytargets",
    "backup:maxretentiondays",
    "backup:minretentiondays",
  ],
  dynamodb: [
    "aws:requesttag/",
    "aws:resourcetag/",
    "aws:tagkeys",
    "dynamodb:enclosingoperation",
    "dynamodb:returnconsumedcapacity",
    "dynamodb:returnvalues",
    "dynamodb:select",
  ],
  iam: ["aws:resourcetag/", "iam:awsservicename", "iam:passedtoservice", "iam:resourcetag/"],
  kms: [
    "aws:resourcetag/",
    "kms:calleraccount",
    "kms:encryptioncontext:",
    "kms:encryptioncontextkeys",
    "kms:grantisforawsresource",
    "kms:viaservice",
  ],
  s3: [
    "s3:authtype",
    "s3:delimiter",
    "s3:if-match",
    "s3:if-none-match",
    "s3:max-keys",
    "s3:object-lock-",
    "s3:prefix",
    "s3:resourceaccount",
    "s3:signatureversion",
    "s3:tlsversion",
    "s3:versionid",
    "s3:x-amz-",
  ],
  sts: [
    "aws:requesttag/",
    "aws:resourcetag/",
    "aws:tagkeys",
    "iam:resourcetag/",
    "sts:externalid",
    "sts:rolesessionname",
    "sts:sourceidentity",
    "sts:transitivetagkeys",
  ],
};

/** Whether some request for one of the services (all of them: `*`) comes with the key. */
export function isSupplied(key: string, services: string[]): boolean {
  const name = key.toLowerCase();
  const asked = services.includes("*") ? Object.keys(ofService) : services;
  return [...ofEveryRequest, ...asked.flatMap((service) => ofService[service] ?? [])].some((known) =>
    /[/:-]$/.test(known) ? name.startsWith(known) : name === known,
  );
}
