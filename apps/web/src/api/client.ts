import { generateClient } from "aws-amplify/api";
import { fetchAuthSession } from "aws-amplify/auth";
import { Hub } from "aws-amplify/utils";
import { retryExpired } from "./retryExpired.ts";

type Query<Input, Output> = string & { __generatedQueryInput: Input; __generatedQueryOutput: Output };
type Mutation<Input, Output> = string & {
  __generatedMutationInput: Input;
  __generatedMutationOutput: Output;
};
type Subscription<Input, Output> = string & {
  __generatedSubscriptionInput: Input;
  __generatedSubscriptionOutput: Output;
};

/** The GraphQL API as the generated operations type it. */
export interface Client {
  query<Input, Output>(operation: Query<Input, Output>, variables: Input): Promise<Output>;
  mutate<Input, Output>(operation: Mutation<Input, Output>, variables: Input): Promise<Output>;
  /** Follows a subscription until the returned function is called; lost connections are taken up again. */
  follow<Input, Output>(operation: Subscription<Input, Output>, next: (data: Output) => void): () => void;
  /** What happens to the connection: aws-amplify's Hub. */
  events: Pick<typeof Hub, "listen">;
}

interface Amplify {
  graphql(options: { query: string; variables?: unknown }): unknown;
}
interface Stream<Output> {
  subscribe(observer: { next(message: { data: Output }): void; error(cause: unknown): void }): {
    unsubscribe(): void;
  };
}

/** `generateClient()` behind our four verbs; its own type is too deep for the compiler to compare. */
export const amplifyClient = (): Client => {
  const amplify = generateClient() as unknown as Amplify;
  const ask = <Output>(query: string, variables: unknown) =>
    retryExpired(
      async () => ((await amplify.graphql({ query, variables })) as { data: Output }).data,
      () => fetchAuthSession({ forceRefresh: true }),
    );

  return {
    query: ask,
    mutate: ask,
    follow: (query, next) => {
      const stream = amplify.graphql({ query }) as Stream<Parameters<typeof next>[0]>;
      // A lost connection is reported through the Hub, and aws-amplify subscribes again by itself.
      const subscription = stream.subscribe({ next: ({ data }) => next(data), error: () => {} });
      return () => subscription.unsubscribe();
    },
    events: Hub,
  };
};
