import type { Page } from "@playwright/test";
import { expect, test } from "./journey.ts";

const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

const expectNoSidewaysScroll = async (page: Page) => {
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  await expect.poll(width, `${page.url()} is wider than the phone`).toBeLessThanOrEqual(phone.viewport.width);
};

test.describe("on a phone", () => {
  test.use(phone);

  for (const path of [
    "/sign-in",
    "/sign-up",
    "/confirm",
    "/forgotten-password",
    "/new-password",
    "/nowhere",
  ]) {
    test(`${path} needs no sideways scrolling`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectNoSidewaysScroll(page);
    });
  }

  test("the signed-in pages need no sideways scrolling", async ({ windowOf }) => {
    const page = await windowOf("ann", phone);
    await expectNoSidewaysScroll(page);
    await page.getByRole("link", { name: "Mythical Beasts" }).click();
    await expect(page.getByText("Minotaur")).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: "Edit Minotaur" }).click();
    await expectNoSidewaysScroll(page);
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Protection" }).click();
    await expect(page.getByRole("article").first()).toBeVisible();
    await expectNoSidewaysScroll(page);
  });
});
