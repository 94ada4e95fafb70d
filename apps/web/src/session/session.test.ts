import { describe, expect, it, vi } from "vitest";
import { type Auth, createSession } from "./session.ts";

const auth = (changes: Partial<Auth> = {}): Auth => ({
  signIn: vi.fn(async () => ({ nextStep: { signInStep: "DONE" } })),
  confirmSignIn: vi.fn(async () => ({ nextStep: { signInStep: "DONE" } })),
  signOut: vi.fn(async () => {}),
  getCurrentUser: vi.fn(async () => ({ userId: "sub-1", username: "ann" })),
  ...changes,
});
const stepping = (signInStep: string) => auth({ signIn: async () => ({ nextStep: { signInStep } }) });
const nobody = async () => Promise.reject(new Error("UserUnAuthenticatedException"));

describe("a session", () => {
  it("finds the user of an earlier visit, asking once", async () => {
    const amplify = auth();
    const session = createSession(amplify, "USER_SRP_AUTH");
    expect(await Promise.all([session.restore(), session.restore()])).toEqual([
      { id: "sub-1", name: "ann" },
      { id: "sub-1", name: "ann" },
    ]);
    expect(amplify.getCurrentUser).toHaveBeenCalledTimes(1);
  });

  it("begins with nobody when no earlier visit left a user", async () => {
    expect(await createSession(auth({ getCurrentUser: nobody }), "USER_SRP_AUTH").restore()).toBeNull();
  });

  it("signs in with the configured flow", async () => {
    const amplify = auth();
    const session = createSession(amplify, "USER_PASSWORD_AUTH");
    expect(await session.signIn("ann", "secret")).toBe("signed-in");
    expect(session.user.value).toEqual({ id: "sub-1", name: "ann" });
    expect(amplify.signIn).toHaveBeenCalledWith({
      username: "ann",
      password: "secret",
      options: { authFlowType: "USER_PASSWORD_AUTH" },
    });
  });

  it.each([
    ["CONFIRM_SIGN_UP", "confirm-account"],
    ["CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED", "new-password"],
    ["RESET_PASSWORD", "reset-password"],
  ])("goes on to the page that %s needs, signed in as nobody", async (step, next) => {
    const session = createSession(stepping(step), "USER_SRP_AUTH");
    expect(await session.signIn("ann", "secret")).toBe(next);
    expect(session.user.value).toBeNull();
  });

  it("signs in with the new password an operator's account asks for", async () => {
    const session = createSession(stepping("CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED"), "USER_SRP_AUTH");
    await session.signIn("ann", "first");
    expect(await session.setNewPassword("second")).toBe("signed-in");
    expect(session.user.value?.name).toBe("ann");
  });

  it("refuses a step it has no page for, by name", async () => {
    await expect(
      createSession(stepping("CONFIRM_SIGN_IN_WITH_SMS_CODE"), "USER_SRP_AUTH").signIn("a", "b"),
    ).rejects.toThrow("CONFIRM_SIGN_IN_WITH_SMS_CODE");
  });

  it.each(["signOut", "ended"] as const)("knows nobody after %s", async (leave) => {
    const session = createSession(auth(), "USER_SRP_AUTH");
    await session.signIn("ann", "secret");
    await session[leave]();
    expect(session.user.value).toBeNull();
  });
});
