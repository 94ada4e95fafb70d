/** A finding of cdk-nag's that stays, and why that is right. */
interface Accepted {
  /** The rule, with what it is about where it finds several. */
  rule: RegExp;
  /** The resource's path in the app, without the stage. */
  path: RegExp;
  because: string;
}

const wildcard = (resource: RegExp) => new RegExp(`^AwsSolutions-IAM5\\[Resource::${resource.source}\\]$`);
const restored = "table/(awsbackup-restore-test-holdfast-prod_|awsbackup-restore-test-|mine-)\\*";

export const accepted: Accepted[] = [
  {
    rule: /^AwsSolutions-COG1$/,
    path: /^holdfast-Auth\/Users\//,
    because:
      "Passwords have 10 characters, upper and lower case letters and digits. NIST SP 800-63B advises length in place of symbols, which lead to predictable endings.",
  },
  {
    rule: /^AwsSolutions-COG2$/,
    path: /^holdfast-Auth\/Users\//,
    because:
      "An account of the site reaches its owner's entries and can't reach a backup. What can take backups away is BackupAdmin, and that role asks for MFA. The site has no page on which to enrol a second factor.",
  },
  {
    rule: /^AwsSolutions-COG3$/,
    path: /^holdfast-Auth\/Users\//,
    because:
      "Threat protection is of Cognito's Plus plan, paid for every active user: the team's choice. Passwords are proven, not sent, and neither signing in nor resetting tells who has an account.",
  },
  {
    rule: /^AwsSolutions-ASC3$/,
    path: /^holdfast-Api\/Api\/GraphQLAPI\//,
    because:
      "Requests and errors are logged. The verbose content that the rule asks for is what users sent and got, with their tokens' claims: it would be a copy of their data that no policy protects.",
  },
  {
    rule: wildcard(/\[".*:table\/\$\{tablename\}\/\*".*\]/),
    path: /^holdfast-Api\/Api\/\w+\/\w+IAMRole\//,
    because: "The indexes of the one table that this data source reads and writes; Amplify makes the role.",
  },
  {
    rule: wildcard(/arn:<AWS::Partition>:backup:[\w-]+:\d+:recovery-point:\*/),
    path: /\/(BackupAdmin|BackupRole|StartRestoreRole)\//,
    because:
      "A recovery point's ARN is a random id: it can't be known before, and doesn't say its vault. The vault's own policy narrows who may take points away; starting a restore also needs the role that may restore, passed on by ARN.",
  },
  {
    rule: wildcard(/arn:<AWS::Partition>:dynamodb:[\w-]+:\d+:table\/\*\/backup\/\*/),
    path: /\/(BackupAdmin|StartRestoreRole)\//,
    because:
      "The recovery points from before the advanced DynamoDB features were on are DynamoDB's, with random ids: they have to be restored and deleted, too.",
  },
  {
    rule: wildcard(/arn:<AWS::Partition>:dynamodb:[\w-]+:\d+:table\/\*/),
    path: /\/BackupRole\//,
    because:
      "The policy protects by tag, and any table may come to have it. The role can start a backup and read names, keys and tags of a table: no item. Only AWS Backup can take it on.",
  },
  {
    rule: wildcard(/\*/),
    path: /\/BackupRole\//,
    because:
      "tag:GetResources, which finds tables by tag, and backup:CopyFromBackupVault know no resources. The copy is narrowed to the policy's vaults by the condition backup:CopyTargets.",
  },
  {
    rule: wildcard(new RegExp(`arn:<AWS::Partition>:dynamodb:[\\w-]+:\\d+:${restored}`)),
    path: /\/(RestoreRole|RestoreTestingRole|SweepRole|PlanRole|ScanRole|CheckRole|CleanUpRole|WatchRole)\//,
    because:
      "Restored tables are named after the run that restores them, behind a prefix that is the stage's own or restore testing's. No other table has such a name.",
  },
  {
    rule: wildcard(/\*/),
    path: /^holdfast-Verification\/(SweepRole|AwaitRestoreRole|RestoreEndedRole|WatchRole)\//,
    because:
      "dynamodb:ListTables, backup:DescribeRestoreJob, backup:DescribeRegionSettings and states:SendTaskSuccess know no resources; none returns an item, and who sends a task's token has to have it.",
  },
  {
    rule: wildcard(/arn:<AWS::Partition>:states:[\w-]+:\d+:execution:prod-holdfast-verification:\*/),
    path: /^holdfast-Verification\/SweepRole\//,
    because: "The executions of this one state machine: their names are known when they start.",
  },
  {
    rule: wildcard(/arn:<AWS::Partition>:kms:[\w-]+:\d+:key\/\*/),
    path: /^holdfast-Verification\/StartRestoreRole\//,
    because:
      "kms:DescribeKey alone, to restore a table under the kind of key that it has: any key of the account may be a table's.",
  },
  {
    rule: wildcard(/<Runs\w+\.Arn>\/runs\/(awaited\/)?\*/),
    path: /^holdfast-Verification\/(AwaitRestoreRole|RestoreEndedRole|PlanRole|ScanRole|JoinRelationsRole|JoinSidesRole|CheckRole|RecordRole|CleanUpRole)\//,
    because: "What the steps of a run hand on to each other: the files are named after the run.",
  },
  {
    rule: wildcard(/arn:<AWS::Partition>:states:[\w-]+:\d+:execution:prod-holdfast-verification\/\*/),
    path: /^holdfast-Verification\/MachineRole\//,
    because: "The parts of a distributed Map run as executions of the machine itself; AWS names them.",
  },
  {
    rule: wildcard(/<Evidence\w+\.Arn>\/evidence\/\*/),
    path: /^holdfast-Verification\/(RecordRole|CleanUpRole)\//,
    because: "Entries are numbered as they come. They can be added and read, not deleted.",
  },
  {
    rule: /^AwsSolutions-S1$/,
    path: /^holdfast-Verification\/Evidence\//,
    because:
      "Each entry names the one before by its hash, and the lock keeps it: what happens to the bucket shows without a log of its readers, who are auditors.",
  },
  {
    rule: /^AwsSolutions-S1$/,
    path: /^holdfast-Verification\/Runs\//,
    because:
      "Hashes, counts and keys of one run, gone after 30 days, read and written by the run's own functions. CloudTrail's data events say who, where a team records them.",
  },
  {
    rule: wildcard(/\*/),
    path: /^holdfast-Verification\/MachineRole\//,
    because: "Delivery of logs and traces, whose actions know no resources: AWS's documented set.",
  },
  {
    rule: /^AwsSolutions-IAM4\[Policy::.*\/AWSLambdaBasicExecutionRole\]$/,
    path: /^holdfast-Web\/CustomResourceHandler\//,
    because:
      "SST's own function that puts the site's files in place while deploying; the policy allows it to write its log and nothing else.",
  },
  {
    rule: /^AwsSolutions-L1$/,
    path: /^holdfast-Web\/CustomResourceHandler\//,
    because: "SST's own function, on the Node.js that SST tests it with and AWS supports: 22.",
  },
  {
    rule: /^AwsSolutions-CFR1$/,
    path: /^holdfast-Web\/Site\/Distribution\//,
    because: "The site is for users wherever they are: nothing in it is restricted to a country.",
  },
  {
    rule: /^AwsSolutions-CFR2$/,
    path: /^holdfast-Web\/Site\/Distribution\//,
    because:
      "Behind it are static files, the same for everybody: no input to inject into. The API, where input goes, is not behind this distribution and answers to those who signed in only.",
  },
  {
    rule: /^AwsSolutions-CFR4$/,
    path: /^holdfast-Web\/Site\/Distribution\//,
    because:
      "CloudFront's own certificate, of *.cloudfront.net, allows no choice of TLS version. With a domain of the team's, SST asks for TLS 1.2.",
  },
  {
    rule: /^AwsSolutions-CFR7$/,
    path: /^holdfast-Web\/Site\/Distribution\//,
    because:
      "SST lets CloudFront in by an origin access identity, which AWS still supports. The bucket is private, its policy names that identity alone, and nothing in it is secret.",
  },
  {
    rule: wildcard(/<SiteS3Bucket\w+\.Arn>\/\*/),
    path: /^holdfast-Web\/Site\/S3UploaderPolicy\//,
    because: "The files of the site, in the site's own bucket.",
  },
  {
    rule: wildcard(/arn:<AWS::Partition>:s3:::cdk-\w+-assets-\d+-[\w-]+\/\*/),
    path: /^holdfast-Web\/Site\/S3UploaderPolicy\//,
    because: "Read only, to fetch the built site from where the CDK put it: assets are named by their hash.",
  },
  {
    rule: /^AwsSolutions-S1$/,
    path: /^full\/Reports\//,
    because:
      "One writer, AWS's own reporting role, and readers who are auditors: CloudTrail's data events say who read. A bucket for the log of this bucket would be another to protect.",
  },
];
