import { describe, expect, it } from "vitest";
import { authErrorWords, explainAuthError } from "./authErrors.ts";

const error = (name: string, message = "the service's words") => Object.assign(new Error(message), { name });

describe("explainAuthError", () => {
  it.each(Object.keys(authErrorWords))("says %s in whole sentences, without its name", (name) => {
    const words = explainAuthError(error(name));
    expect(words).toMatch(/^[A-Z].*\.$/);
    expect(words).not.toContain(name);
  });

  it.each([
    ["Incorrect username or password.", "matches no account"],
    ["User not authorized", "matches no account"],
    ["User cannot be confirmed. Current status is CONFIRMED", "already confirmed"],
    ["SignUp is not permitted for this user pool", "Ask an operator"],
    ["User is disabled.", "is disabled"],
    ["Password attempts exceeded", "Wait a few minutes"],
    ["Invalid session for the user", "Invalid session for the user."],
  ])("tells NotAuthorizedException %j apart", (message, words) => {
    expect(explainAuthError(error("NotAuthorizedException", message))).toContain(words);
  });

  it("keeps what the password lacks", () => {
    const message = "Password did not conform with policy: Password must have uppercase characters";
    expect(explainAuthError(error("InvalidPasswordException", message))).toBe(
      "Choose a stronger password. Password must have uppercase characters.",
    );
  });

  it("does not tell whether a username exists", () => {
    expect(explainAuthError(error("UserNotFoundException"))).toBe(
      explainAuthError(error("NotAuthorizedException", "Incorrect username or password.")),
    );
  });

  it.each([error("toString", "odd"), "odd"])("shows an error it does not know as it came", (unknown) => {
    expect(explainAuthError(unknown)).toBe("That did not work: Odd. Try again.");
  });
});
