import { nextTick } from "vue";

/** Puts the focus on the page's heading, where reading goes on after the page, or what was focused, has changed. */
export const focusHeading = async (): Promise<void> => {
  await nextTick();
  document.querySelector<HTMLElement>("h1")?.focus();
};
