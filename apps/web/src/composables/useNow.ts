import { onScopeDispose, ref } from "vue";

const everyMs = 30_000;

/** The time, to show ages by; it moves on twice a minute. */
export const useNow = () => {
  const now = ref(Date.now());
  const timer = setInterval(() => {
    now.value = Date.now();
  }, everyMs);
  onScopeDispose(() => clearInterval(timer));
  return now;
};
