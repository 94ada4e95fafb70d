/**
 * What the Node that runs a local cloud is started with. What is new may fill 4 MB before it is cleared away: V8's own
 * limit is 16, three times over, which a cloud that is busy fills and never gives back, and is no faster by.
 */
export const nodeOptions = ["--max-semi-space-size=4"];
