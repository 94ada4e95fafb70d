import { type MaybeRefOrGetter, toValue, watchEffect } from "vue";

/** Names the page in the browser's tab and history. */
export const useTitle = (title: MaybeRefOrGetter<string>): void => {
  watchEffect(() => {
    document.title = `${toValue(title)} · Holdfast`;
  });
};
