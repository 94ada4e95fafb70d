/**
 * Only jobs that went well have a category here: AWS lists no more than examples of the others.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeBackupJob.html
 */
export const messageCategory = ({ state }: { state: string }): string | undefined =>
  state === "COMPLETED" ? "SUCCESS" : undefined;

export const isOfCategory = (job: { state: string }, category: string | undefined): boolean =>
  category === undefined || category === "ANY" || messageCategory(job) === category;
