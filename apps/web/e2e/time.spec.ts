import { expect, live, test } from "./journey.ts";

test("days pass while the Protection page is open: points and verdicts come in, and nobody is signed out", async ({
  windowOf,
  holdfast,
}) => {
  // Each of the days' backups is restored and checked for real.
  test.setTimeout(600_000);
  const page = await windowOf("ann");
  await page.getByRole("link", { name: "Protection" }).click();
  const item = page.getByRole("article", { name: "Item", exact: true });
  const made = item.locator("time").first();
  await expect(made).toBeVisible();
  const before = (await made.getAttribute("datetime")) ?? "";
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));

  const outcome = JSON.parse(await holdfast("clock", "advance", "8d", "--json"));
  expect(outcome).toMatchObject({ reached: true, ok: true, verificationsNotPassed: 0 });

  await expect
    .poll(async () => Date.parse((await made.getAttribute("datetime")) ?? ""))
    .toBeGreaterThan(Date.parse(before) + 6 * 86_400_000);
  await expect(item.getByText(/of the (daily|weekly|monthly) rule/)).toBeVisible();
  await expect(item.locator("header")).toContainText("Passed");
  await expect(item.getByText("The verdict is about an earlier recovery point.")).toBeHidden();
  await expect(page.getByRole("alert")).toHaveCount(0);

  // Tokens of eight days ago are renewed, and the window goes on following what others do.
  await live(page);
  await holdfast("backup", "--table", "Category");
  const category = page.getByRole("article", { name: "Category", exact: true });
  await expect(category.getByText("The verdict is about an earlier recovery point.")).toBeVisible();
  await page.getByRole("link", { name: "Categories" }).click();
  await expect(page.getByRole("link", { name: "Mythical Beasts" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
  expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
});
