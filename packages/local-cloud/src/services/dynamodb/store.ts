import { Level } from "level";

/**
 * Opens and closes the store in `folder`, made when it isn't there: dynalite itself would fail outside any promise.
 * Throws, naming the folder, when it is damaged or in use.
 */
export async function checkStore(folder: string): Promise<void> {
  const store = new Level(folder);
  try {
    await store.open();
    await store.close();
  } catch (error) {
    const cause = ((error as Error).cause ?? error) as Error & { code?: string };
    if (cause.code === "LEVEL_LOCKED")
      throw new Error(
        `Another program has the tables in ${folder} open: stop it, or use another data folder.`,
        { cause },
      );
    throw new Error(
      `The tables in ${folder} can't be read (${cause.message}): it is damaged. Start with --fresh, or put the folder back from a copy.`,
      { cause },
    );
  }
}
