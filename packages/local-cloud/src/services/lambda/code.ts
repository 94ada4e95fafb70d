import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { unzipSync } from "fflate";
import type { Assembly } from "../../assembly/assembly.ts";

/** The folder that a function's code is in: its asset's, or one made of its archive or inline code. */
export async function codeFolder(
  code: Record<string, any>,
  assembly: Pick<Assembly, "asset">,
  dataDir: string,
): Promise<string> {
  if (code.ZipFile) {
    const folder = join(dataDir, "lambda", createHash("sha256").update(code.ZipFile).digest("hex"));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "index.js"), code.ZipFile);
    return folder;
  }
  const asset = assembly.asset(code.S3Key);
  if ((await stat(asset)).isDirectory()) return asset;
  const folder = join(dataDir, "lambda", code.S3Key.split(".")[0]);
  if (!existsSync(folder)) await unzip(asset, folder);
  return folder;
}

async function unzip(file: string, folder: string): Promise<void> {
  const aside = `${folder}.${randomUUID()}`;
  const entries = Object.entries(unzipSync(await readFile(file)));
  const outside = entries.find(([name]) => !join(aside, name).startsWith(aside + sep));
  if (outside) throw new Error(`${file} holds ${outside[0]}, a path outside the archive`);
  for (const [name, content] of entries) {
    const path = join(aside, name);
    if (name.endsWith("/")) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  await rm(folder, { recursive: true, force: true });
  await rename(aside, folder);
}
