import { type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { command, type Ready } from "./cloud.ts";

interface Journey {
  ready: Ready;
  /** Runs `holdfast` with these words. */
  holdfast(...words: string[]): Promise<string>;
  /** The newest code that was sent to this user. */
  codeFor(username: string): Promise<string>;
  /** A window of its own, signed in as one of the demo users. */
  windowOf(username: string, options?: BrowserContextOptions): Promise<Page>;
}

export const test = base.extend<Journey>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from this pattern
  ready: async ({}, use) => use(JSON.parse(process.env.HOLDFAST_READY!) as Ready),
  baseURL: async ({ ready }, use) => use(ready.siteUrl),
  holdfast: async ({ ready }, use) => use((...words) => command(ready, ...words)),
  codeFor: async ({ ready }, use) =>
    use(async (username) => {
      const response = await fetch(ready.inboxUrl, { headers: { accept: "application/json" } });
      const messages = (await response.json()) as { username: string; code: string }[];
      const newest = messages.find((message) => message.username === username);
      if (!newest)
        throw new Error(`${ready.inboxUrl} has no code for ${username}: ${JSON.stringify(messages)}`);
      return newest.code;
    }),
  windowOf: async ({ browser, ready }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (username, options) => {
      const user = ready.users.find((each) => each.username === username);
      if (!user) throw new Error(`${username} is no demo user: ${JSON.stringify(ready.users)}`);
      const context = await browser.newContext({ baseURL: ready.siteUrl, ...options });
      contexts.push(context);
      const page = await context.newPage();
      await page.goto("/sign-in");
      await signIn(page, user);
      await live(page);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

export const signIn = async (page: Page, user: { username: string; password: string }): Promise<void> => {
  await page.getByLabel("Username").fill(user.username);
  await page.getByLabel("Password", { exact: true }).fill(user.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
};

/** Waits until the window follows what others do. */
export const live = (page: Page) =>
  expect(page.getByText("Live: changes appear by themselves")).toBeVisible();

/** A name no other journey uses. */
export const unique = (name: string): string => `${name} ${Math.random().toString(36).slice(2, 8)}`;

export { expect };
