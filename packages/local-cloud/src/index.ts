export { type LocalCloud, type LocalCloudOptions, type LogEntry, startLocalCloud } from "./localCloud.ts";
