import { existsSync } from "node:fs";
import type { LaunchOptions } from "@playwright/test";
import chromium from "@sparticuz/chromium";

const installed = ["/usr/bin/google-chrome", "/usr/bin/chromium", "/usr/bin/chromium-browser"];

/** Launch options for the Chrome that CHROME_PATH names, one found on the machine, or the one that npm installed. */
export const browser = async (env: NodeJS.ProcessEnv): Promise<LaunchOptions> => {
  const found = env.CHROME_PATH ?? installed.find((path) => existsSync(path));
  const args = ["--no-sandbox", "--disable-dev-shm-usage"];
  // chromium.args are for Lambda: one process, and no web security, which would hide a missing CORS header.
  return { executablePath: found ?? (await chromium.executablePath()), args };
};
