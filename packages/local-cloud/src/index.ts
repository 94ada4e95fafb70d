export type { Change, Update } from "./deployments.ts";
export { type LocalCloud, type LocalCloudOptions, type LogEntry, startLocalCloud } from "./localCloud.ts";
