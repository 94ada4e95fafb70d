import { join } from "node:path";
import { outputsOf } from "../cloud.ts";
import { writeConnection } from "../connection.ts";
import { present, type Start } from "./running.ts";
import { startSite } from "./site.ts";

export async function serveSite(start: Start): Promise<string> {
  const { folder, running, onStop } = start;
  const { connection } = present(running);
  onStop(async () => running.site?.stop());
  const site = await siteWith(await siteSettings(start), start);
  await writeConnection(folder.path, { ...connection, siteUrl: site.url });
  return site.url;
}

/** What the stacks say may be another after a change of theirs; Vite reads it only when it starts. */
export async function refreshSite(start: Start): Promise<void> {
  const { site } = start.running;
  const settings = await siteSettings(start);
  if (!site || JSON.stringify(settings) === JSON.stringify(site.settings)) return;
  await site.stop();
  await siteWith(settings, start);
  start.machine.warn("The site was started again: its settings changed. Reload its pages.");
}

async function siteSettings({ running }: Start): Promise<Record<string, string>> {
  const { cloud, client } = present(running);
  const auth = await outputsOf(client, "Auth");
  const api = await outputsOf(client, "Api");
  return {
    VITE_AWS_REGION: cloud.region,
    VITE_USER_POOL_ID: auth("UserPoolId"),
    VITE_USER_POOL_CLIENT_ID: auth("UserPoolClientId"),
    VITE_GRAPHQL_URL: api("GraphqlUrl"),
    VITE_COGNITO_ENDPOINT: cloud.endpoint,
    VITE_AUTH_FLOW: "USER_PASSWORD_AUTH",
    VITE_INBOX_URL: cloud.inboxUrl,
  };
}

async function siteWith(settings: Record<string, string>, { options, machine, folder, log, running }: Start) {
  running.site = await startSite({
    root: join(machine.root, "apps/web"),
    port: options.port + 1,
    cacheDir: join(folder.path, "vite"),
    settings,
    log: (line) => log.write("site", line),
    onEnd: machine.warn,
  });
  return running.site;
}
