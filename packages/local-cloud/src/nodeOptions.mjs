/**
 * What the Node that runs a local cloud is started with. What is new may fill 8 MB before it is cleared away, of three
 * parts: by V8's own limit of 16 a cloud that is busy takes twice the memory and is no faster; with 4, GraphQL is
 * slower by a fifth (`npm run bench -- --only graphql`).
 */
export const nodeOptions = ["--max-semi-space-size=8"];
