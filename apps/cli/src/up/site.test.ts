import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Site, startSite } from "./site.ts";
import { freePort } from "./testing.ts";

// Vite prepares the site's dependencies first; on a busy machine that takes long.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const root = resolve(import.meta.dirname, "../../../..");
const secrets = ["cloud/credentials.json", "cloud/cognito/users.json", "connection.json", "holdfast.log"];

describe.each([
  ["the default place", ".holdfast/test-"],
  ["a folder that the site may read", "node_modules/.holdfast test (1)-"],
])("the site, with the data folder in %s", (_, place) => {
  let data: string;
  let links: string;
  let site: Site;

  const get = (path: string) => fetch(`${site.url.replace("localhost", "127.0.0.1")}${path}`);

  beforeAll(async () => {
    await mkdir(join(root, ".holdfast"), { recursive: true });
    data = await mkdtemp(join(root, place));
    links = await mkdtemp(join(tmpdir(), "holdfast-site-"));
    await mkdir(join(data, "cloud/cognito"), { recursive: true });
    for (const secret of secrets) await writeFile(join(data, secret), '"secret"');
    await symlink(data, join(links, "data"));
    site = await startSite({
      root: join(root, "apps/web"),
      port: await freePort(),
      cacheDir: join(links, "data/vite"),
      settings: {},
      log: () => {},
      onEnd: () => {},
    });
  });
  afterAll(async () => {
    await site?.stop();
    for (const folder of [data, links]) await rm(folder, { recursive: true, force: true });
  });

  it("serves the page, its sources and their packages", async () => {
    const page = await get("/");
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("/src/main.ts");
    const main = await get("/src/main.ts");
    expect(main.status).toBe(200);
    const imports = [...(await main.text()).matchAll(/from "([^"]+)"/g)].map(([, path]) => path!);
    expect(imports.some((path) => path.includes("/vite/deps/"))).toBe(true);
    for (const path of imports) expect([path, (await get(path)).status]).toEqual([path, 200]);
    expect((await get(`/@fs${root}/packages/data-model/src/index.ts`)).status).toBe(200);
  });

  it("refuses what the data folder holds", async () => {
    for (const secret of secrets) {
      for (const suffix of ["", "?raw", "?url", "?import&raw", "?import&url&raw"]) {
        const path = `/@fs${encodeURI(join(data, secret))}${suffix}`;
        const answer = await get(path);
        expect([path, answer.status]).toEqual([path, 403]);
        expect(await answer.text()).not.toContain('"secret"');
      }
    }
  });

  it("refuses the workspace's other files, by their own path and by the links to them", async () => {
    for (const path of ["package.json", "apps/cli/package.json", "node_modules/@holdfast/cli/package.json"]) {
      expect([path, (await get(`/@fs${root}/${path}`)).status]).toEqual([path, 403]);
    }
  });
});
