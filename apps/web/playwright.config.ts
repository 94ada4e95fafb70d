import { defineConfig } from "@playwright/test";
import { browser } from "./e2e/browser.ts";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/start.ts",
  // One cloud serves all journeys: two workers would back up and verify each other's changes.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: process.env.CI ? "line" : "list",
  use: {
    launchOptions: await browser(process.env),
    screenshot: "only-on-failure",
  },
});
