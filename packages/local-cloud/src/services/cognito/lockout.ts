import { AwsError } from "../../errors.ts";
import type { Clock } from "../../service.ts";

interface Attempts {
  failed: number;
  /** Epoch milliseconds. */
  lastAt: number;
  lockedUntil: number;
}

const freeAttempts = 5;
const longestMs = 15 * 60_000;

export interface Lockout {
  /** Throws NotAuthorizedException while a user is locked. */
  check(user: string): void;
  failed(user: string): void;
  succeeded(user: string): void;
}

/**
 * After five sign-ins with a wrong password a user is locked for a second, and twice as long after each further one, up
 * to about 15 minutes. What is tried meanwhile doesn't count.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html#user-pool-failed-sign-in-attempts
 */
export function createLockout(clock: Clock): Lockout {
  const users = new Map<string, Attempts>();
  const now = () => clock.now().getTime();
  return {
    check(user) {
      const { lockedUntil = 0 } = users.get(user) ?? {};
      if (now() < lockedUntil) throw new AwsError("NotAuthorizedException", "Password attempts exceeded");
    },
    failed(user) {
      const before = users.get(user);
      const isForgotten = before && now() - before.lastAt >= longestMs;
      const failed = (isForgotten ? 0 : (before?.failed ?? 0)) + 1;
      const lockMs = failed < freeAttempts ? 0 : Math.min(longestMs, 1000 * 2 ** (failed - freeAttempts));
      users.set(user, { failed, lastAt: now(), lockedUntil: now() + lockMs });
    },
    succeeded: (user) => void users.delete(user),
  };
}
