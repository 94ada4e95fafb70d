/** The span that a recovery point's items may be of: each as it was at some instant from `from` to `to`. */
export interface Window {
  from: Date;
  to: Date;
}

/** What AWS Backup dates of a recovery point. */
export interface PointDates {
  createdAt: Date;
  /** When the backup job began. */
  initiatedAt?: Date;
  completedAt?: Date;
}

/**
 * A backup is not of one instant. AWS Backup's take from their job's beginning to its completion; and of DynamoDB's, one
 * asked for at 14:25:00 surely has what was committed up to 14:24:00 and surely nothing from after 14:26:00.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GettingStartedBackupsAWS.html
 *
 * @param slackSeconds how far beyond its dates a recovery point may reach
 */
export function windowOf(
  { createdAt, initiatedAt = createdAt, completedAt = createdAt }: PointDates,
  slackSeconds: number,
): Window {
  const times = [createdAt, initiatedAt, completedAt].map((date) => date.getTime());
  return {
    from: new Date(Math.min(...times) - slackSeconds * 1000),
    to: new Date(Math.max(...times) + slackSeconds * 1000),
  };
}
