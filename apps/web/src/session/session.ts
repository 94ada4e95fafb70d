import { type InjectionKey, inject, type Ref, shallowRef } from "vue";
import type { AuthFlow } from "../config.ts";
import type { User } from "./owner.ts";

interface SignInResult {
  nextStep: { signInStep: string };
}

/** The part of aws-amplify's auth a session needs. */
export interface Auth {
  signIn(input: {
    username: string;
    password: string;
    options: { authFlowType: AuthFlow };
  }): Promise<SignInResult>;
  confirmSignIn(input: { challengeResponse: string }): Promise<SignInResult>;
  signOut(): Promise<void>;
  getCurrentUser(): Promise<{ userId: string; username: string }>;
}

/** What the sign-in page does next. */
export type SignInStep = "signed-in" | "confirm-account" | "new-password" | "reset-password";

export interface Session {
  user: Readonly<Ref<User | null>>;
  /** The user that an earlier visit left signed in, if any; looked up once. */
  restore(): Promise<User | null>;
  signIn(username: string, password: string): Promise<SignInStep>;
  /** Answers `new-password`: accounts that an operator made begin with a password for one use. */
  setNewPassword(password: string): Promise<SignInStep>;
  signOut(): Promise<void>;
  /** Forgets the user without asking Cognito, whose session has ended already. */
  ended(): void;
}

const steps: Record<string, SignInStep> = {
  DONE: "signed-in",
  CONFIRM_SIGN_UP: "confirm-account",
  CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED: "new-password",
  RESET_PASSWORD: "reset-password",
};

export const createSession = (auth: Auth, authFlow: AuthFlow): Session => {
  const user = shallowRef<User | null>(null);
  let restored: Promise<User | null> | undefined;

  const load = async () => {
    const { userId, username } = await auth.getCurrentUser();
    user.value = { id: userId, name: username };
    return user.value;
  };
  const next = async ({ nextStep }: SignInResult) => {
    const step = steps[nextStep.signInStep];
    if (!step)
      throw new Error(`this account asks for ${nextStep.signInStep}, which this site does not offer`);
    if (step === "signed-in") await load();
    return step;
  };

  return {
    user,
    restore: () => {
      restored ??= load().catch(() => null);
      return restored;
    },
    signIn: async (username, password) =>
      next(await auth.signIn({ username, password, options: { authFlowType: authFlow } })),
    setNewPassword: async (password) => next(await auth.confirmSignIn({ challengeResponse: password })),
    signOut: async () => {
      await auth.signOut();
      user.value = null;
    },
    ended: () => {
      user.value = null;
    },
  };
};

export const sessionKey: InjectionKey<Session> = Symbol("session");

export const useSession = (): Session => {
  const session = inject(sessionKey);
  if (!session) throw new Error("No session: main.ts provides it with app.provide(sessionKey, …).");
  return session;
};
