import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [vue({ features: { optionsAPI: false } })],
  build: { target: "es2022" },
  test: { include: ["src/**/*.test.ts"] },
});
