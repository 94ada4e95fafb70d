/** Every page of an AWS listing; `next` is the member that says where the following page starts. */
export async function* paginate<K extends string, T, P extends { [key in K]?: T }>(
  read: (start: T | undefined) => Promise<P>,
  next: K,
): AsyncGenerator<P> {
  let start: T | undefined;
  do {
    const page = await read(start);
    yield page;
    start = page[next];
  } while (start !== undefined && start !== null);
}
