import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [vue({ features: { optionsAPI: false } })],
  server: {
    fs: {
      strict: true,
      // Vite would allow the whole workspace, and with it the local cloud's data folder, which holds its root keys.
      allow: [
        "index.html",
        "src",
        "public",
        "node_modules",
        "../../packages/data-model/src",
        "../../node_modules",
      ].map(at),
      deny: [
        // Naming any replaces Vite's own, so these repeat them.
        ".env",
        ".env.*",
        "*.{crt,pem,key,p12,pfx,cer,der}",
        ".npmrc",
        ".yarnrc.yml",
        "**/.git/**",
        // Links to the workspace's own folders: another way into all of them.
        "**/node_modules/@holdfast/**",
        // A data folder may be anywhere; these are its secrets' names.
        "credentials*.json",
        "connection.json",
        "**/.holdfast/**/cloud/**",
      ],
    },
  },
  build: { target: "es2022" },
  test: { include: ["src/**/*.test.ts"] },
});
