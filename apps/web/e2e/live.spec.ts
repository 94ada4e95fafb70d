import type { Page } from "@playwright/test";
import { expect, live, test, unique } from "./journey.ts";

const createCategory = async (page: Page, name: string) => {
  await page.getByLabel("New category").fill(name);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("button", { name: `Rename ${name}` })).toBeVisible();
};

const openCategory = async (page: Page, name: string) => {
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await live(page);
};

const addItem = async (page: Page, name: string, headline: string) => {
  await page.getByLabel("New item").fill(name);
  await page.getByLabel("Headline").fill(headline);
  await page.getByRole("button", { name: "Add" }).click();
};

test("shows in a second window what the first one does", async ({ windowOf }) => {
  const [ann, bob] = [await windowOf("ann"), await windowOf("bob")];
  const knots = unique("Knots");
  await createCategory(ann, knots);
  await expect(bob.getByRole("link", { name: knots })).toBeVisible();

  await openCategory(ann, knots);
  await openCategory(bob, knots);
  await addItem(ann, "Bowline", "Does not slip");
  await addItem(ann, "Reef knot", "Slips when it can");
  await expect(bob.getByRole("listitem")).toHaveText([
    /Bowline.*Does not slip.*By ann/s,
    /Reef knot.*By ann/s,
  ]);

  await ann.getByRole("button", { name: "Edit Bowline" }).click();
  await ann.getByRole("dialog").getByLabel("Headline").fill("The king of knots");
  await ann.getByRole("button", { name: "Save" }).click();
  await expect(bob.getByText("The king of knots")).toBeVisible();

  await ann.getByRole("button", { name: `Rename ${knots}` }).click();
  await ann.getByRole("dialog").getByLabel("Name").fill(`${knots} and hitches`);
  await ann.getByRole("button", { name: "Save" }).click();
  await expect(bob.getByRole("heading", { name: `${knots} and hitches` })).toBeVisible();
});

test("refuses to delete a category with items, and deletes it without", async ({ windowOf }) => {
  const [ann, bob] = [await windowOf("ann"), await windowOf("bob")];
  const rivers = unique("Rivers");
  await createCategory(ann, rivers);
  await openCategory(ann, rivers);
  await openCategory(bob, rivers);
  await addItem(ann, "Severn", "The longest in Britain");
  await expect(bob.getByText("Severn")).toBeVisible();

  await ann.getByRole("button", { name: `Delete ${rivers}` }).click();
  await ann.getByRole("button", { name: "Delete category" }).click();
  await expect(ann.getByRole("alert")).toHaveText(/still has items/);
  await ann.keyboard.press("Escape");

  await ann.getByRole("button", { name: "Delete Severn" }).click();
  await ann.getByRole("button", { name: "Delete item" }).click();
  await expect(bob.getByText("Severn")).toBeHidden();
  await ann.getByRole("button", { name: `Delete ${rivers}` }).click();
  await ann.getByRole("button", { name: "Delete category" }).click();
  await expect(ann.getByRole("heading", { name: "This category is gone" })).toBeVisible();
  await expect(bob.getByRole("heading", { name: "This category is gone" })).toBeVisible();
});

test("lets nobody but the owner change or delete", async ({ windowOf }) => {
  const [ann, bob] = [await windowOf("ann"), await windowOf("bob")];
  const maps = unique("Maps");
  await createCategory(ann, maps);
  await openCategory(bob, maps);
  await expect(bob.getByText("By ann")).toBeVisible();
  await expect(bob.getByRole("button", { name: /^(Rename|Edit|Delete)/ })).toHaveCount(0);

  const id = new URL(bob.url()).pathname.split("/").at(-1)!;
  expect(await deleteByApi(bob, id)).toEqual(["Unauthorized"]);
  await ann.reload();
  await expect(ann.getByRole("link", { name: maps })).toBeVisible();
});

/** Asks the API directly, with the token that this window signed in with; returns the types of its errors. */
const deleteByApi = async (page: Page, id: string) => {
  const request = page.waitForRequest((sent) => sent.url().endsWith("/graphql") && sent.method() === "POST");
  await page.reload();
  const { authorization } = await (await request).allHeaders();
  const response = await page.request.post((await request).url(), {
    headers: { authorization: authorization! },
    data: { query: "mutation M($id: ID!) { deleteCategory(input: { id: $id }) { id } }", variables: { id } },
  });
  const { errors } = (await response.json()) as { errors: { errorType: string }[] };
  return errors.map(({ errorType }) => errorType);
};

test("catches up with what it missed while its connection was lost", async ({ windowOf }) => {
  const [ann, bob] = [await windowOf("ann"), await windowOf("bob")];
  const sockets: { close(): Promise<void> }[] = [];
  let cut = false;
  await bob.routeWebSocket(/realtime/, (socket) => {
    if (cut) return void socket.close();
    socket.connectToServer();
    sockets.push(socket);
  });
  await bob.reload();
  await live(bob);

  cut = true;
  await Promise.all(sockets.map((socket) => socket.close()));
  await expect(bob.getByText("Not live: connecting again…")).toBeVisible();
  const storms = unique("Storms");
  await createCategory(ann, storms);
  cut = false;
  await live(bob);
  await expect(bob.getByRole("link", { name: storms })).toBeVisible();
});

test("loads a long list page by page", async ({ windowOf }) => {
  const bob = await windowOf("bob");
  await openCategory(bob, "Chemical Elements");
  await expect(bob.getByRole("listitem")).toHaveCount(20);
  await bob.getByRole("button", { name: "Load more" }).click();
  await expect(bob.getByRole("listitem").nth(20)).toBeVisible();
});
