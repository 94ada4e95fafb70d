import { onScopeDispose, ref } from "vue";

const everyMs = 30_000;
/** Less is the time that a token took to arrive. */
const leastMs = 60_000;

/**
 * How far the clock that dates the tokens is ahead of this device's, as aws-amplify noted with the last one: the
 * ages shown are right on a device whose clock is wrong.
 */
export function drift(storage: Pick<Storage, "key" | "length" | "getItem">): number {
  for (let index = 0; index < storage.length; index++) {
    const key = storage.key(index) ?? "";
    if (!key.startsWith("CognitoIdentityServiceProvider.") || !key.endsWith(".clockDrift")) continue;
    const ms = Number(storage.getItem(key));
    return Math.abs(ms) >= leastMs ? ms : 0;
  }
  return 0;
}

/** The time, to show ages by; it moves on twice a minute. */
export const useNow = () => {
  const time = () => Date.now() + drift(localStorage);
  const now = ref(time());
  const timer = setInterval(() => {
    now.value = time();
  }, everyMs);
  onScopeDispose(() => clearInterval(timer));
  return now;
};
