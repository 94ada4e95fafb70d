// biome-ignore lint/suspicious/noExplicitAny: what a fake is asked and answers has the shape of its command.
type Answers = Record<string, (input: any) => unknown>;

/** An AWS client that answers these operations, and no others. */
export function client(answers: Answers) {
  return {
    // biome-ignore lint/suspicious/noExplicitAny: it stands for every client.
    send: async (command: { input: unknown; constructor: { name: string } }): Promise<any> => {
      const operation = command.constructor.name.replace(/Command$/, "");
      const answer = answers[operation];
      if (!answer) throw new Error(`The fake has no ${operation}.`);
      return answer(command.input);
    },
  };
}

/** A refusal as the SDK throws it. */
export function refusal(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}
