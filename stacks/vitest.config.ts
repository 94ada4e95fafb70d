import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { globalSetup: "testing/synthesize-once.ts" },
});
