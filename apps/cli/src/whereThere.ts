/** What AWS answers; undefined when it says by that error that there is no such thing. */
export const whereThere = <T>(answer: Promise<T>, missing: string): Promise<T | undefined> =>
  answer.catch((error: Error) => {
    if (error.name === missing) return undefined;
    throw error;
  });
