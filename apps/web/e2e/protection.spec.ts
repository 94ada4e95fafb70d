import { expect, live, test } from "./journey.ts";

test("shows a backup and its verdict as they come", async ({ windowOf, holdfast }) => {
  test.setTimeout(240_000);
  const page = await windowOf("ann");
  await page.getByRole("link", { name: "Protection" }).click();
  const category = page.getByRole("article", { name: "Category", exact: true });
  await expect(category.getByText("Passed", { exact: true }).first()).toBeVisible();
  await live(page);

  await holdfast("backup", "--table", "Category");
  await expect(category.getByText("The verdict is about an earlier recovery point.")).toBeVisible();

  await holdfast("verify");
  await expect(category.getByText("The verdict is about an earlier recovery point.")).toBeHidden();
  for (const name of ["Category", "Item"]) {
    const card = page.getByRole("article", { name, exact: true });
    await expect(card.locator("header")).toContainText("Passed");
    await expect(card.getByText("0 differences")).toBeVisible();
    await expect(card.getByRole("list", { name: "Earlier verdicts" }).getByText("Passed")).not.toHaveCount(0);
  }
  await expect(page.getByText(/^Proven to restore: all \d+ tables\.$/)).toBeVisible();
});
