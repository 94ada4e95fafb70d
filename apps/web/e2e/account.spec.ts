import { expect, signIn, test, unique } from "./journey.ts";

const username = () => unique("eve").replace(" ", "-");
const password = "Kraken-Lagoon-58";

test("makes an account, confirms it and signs in", async ({ page, codeFor, ready }) => {
  const user = { username: username(), password };
  await page.goto("/");
  await expect(page).toHaveURL(/sign-in/);

  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByLabel("Username").fill(user.username);
  await page.getByLabel("E-mail").fill(`${user.username}@example.com`);
  await page.getByLabel("Password", { exact: true }).fill(user.password);
  await page.getByRole("button", { name: "Create account" }).click();

  await expect(page.getByRole("heading", { name: "Confirm your account" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Where is my code?" })).toHaveAttribute("href", ready.inboxUrl);
  await page.getByLabel("Code").fill("000000");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("alert")).toHaveText(/That code is not right/);
  await page.getByLabel("Code").fill(await codeFor(user.username));
  await page.getByRole("button", { name: "Confirm" }).click();

  await expect(page.getByText("Your account is confirmed")).toBeVisible();
  await expect(page.getByLabel("Username")).toHaveValue(user.username);
  await signIn(page, user);
  await expect(page.getByRole("heading", { name: "Categories" })).toBeVisible();

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.goto("/protection");
  await expect(page).toHaveURL(/sign-in\?to=\/protection/);
});

test("asks for the code first when an account is not confirmed", async ({ page }) => {
  const name = username();
  await page.goto("/sign-up");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("E-mail").fill(`${name}@example.com`);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/confirm/);

  await page.goto("/sign-in");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Confirm your account" })).toBeVisible();
  await expect(page.getByLabel("Username")).toHaveValue(name);
});

test("says that a password is wrong, and keeps what was typed", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("Username").fill("ann");
  await page.getByLabel("Password", { exact: true }).fill("Wrong-Password-1");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toHaveText(/matches no account/);
  await expect(page.getByLabel("Username")).toHaveValue("ann");
});

test("sets a new password by a code when the old one is forgotten", async ({ page, codeFor, ready }) => {
  const bob = ready.users.find((user) => user.username === "bob")!;
  await page.goto("/sign-in");
  await page.getByLabel("Username").fill(bob.username);
  await page.getByRole("link", { name: "Forgotten password" }).click();
  await expect(page.getByLabel("Username")).toHaveValue(bob.username);
  await page.getByRole("button", { name: "Send a code" }).click();

  await expect(page.getByRole("heading", { name: "New password" })).toBeVisible();
  await page.getByLabel("Code").fill(await codeFor(bob.username));
  await page.getByLabel("New password", { exact: true }).fill(bob.password);
  await page.getByRole("button", { name: "Set new password" }).click();
  await expect(page.getByText("Your new password is set")).toBeVisible();
  await signIn(page, bob);
});

test("signs in by keyboard alone and goes on to the page that was asked for", async ({ page, ready }) => {
  const ann = ready.users.find((user) => user.username === "ann")!;
  await page.goto("/protection");
  await expect(page.getByLabel("Username")).toBeVisible();

  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Username")).toBeFocused();
  await page.keyboard.type(ann.username);
  await page.keyboard.press("Tab");
  await page.keyboard.type(ann.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Protection" })).toBeFocused();

  await page.keyboard.press("Shift+Tab");
  await expect(page.getByRole("button", { name: "Sign out" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeFocused();
});
