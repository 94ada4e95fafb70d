import { expect, test, unique } from "./journey.ts";

test("says that the API is throttled, keeps what was typed, and recovers by a second try", async ({
  windowOf,
  holdfast,
}) => {
  const page = await windowOf("ann");
  const name = unique("Throttled");
  await holdfast("fault", "add", "throttle", "--service", "appsync", "--resource", "createCategory");
  try {
    await page.getByLabel("New category").fill(name);
    await page.getByRole("button", { name: "Create" }).click();
    await expect(page.getByRole("alert")).toHaveText(/more to do than it can right now/);
    await expect(page.getByLabel("New category")).toHaveValue(name);
  } finally {
    await holdfast("fault", "clear");
  }
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("button", { name: `Rename ${name}` })).toBeVisible();
  await expect(page.getByRole("alert")).toBeHidden();
});

test("shows that a list can't be read, and reads it on request", async ({ windowOf, holdfast }) => {
  const page = await windowOf("ann");
  await holdfast("fault", "add", "error", "--service", "appsync", "--resource", "listCategories");
  try {
    await page.reload();
    await expect(page.getByRole("alert")).toHaveText(/The API failed/);
  } finally {
    await holdfast("fault", "clear");
  }
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("alert")).toBeHidden();
  await expect(page.getByRole("listitem").first()).toBeVisible();
});
