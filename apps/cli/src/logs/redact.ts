/** What is in a text only by mistake, and must not stay: each with what takes its place. */
const secrets: [pattern: RegExp, instead: string][] = [
  // A JSON web token.
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[token]"],
  // The last part of a signature, in a header or a presigned URL.
  [/\b((?:X-Amz-)?Signature=)[^\s&",]+/gi, "$1[signature]"],
  [/\b(X-Amz-Security-Token(?:=|:\s*))[^\s&",]+/gi, "$1[token]"],
  // A value by the name that it goes by, in JSON, in an environment or in an object as Node shows it.
  [
    /(["']?\w*(?:password|secret_?access_?key|session_?token|refresh_?token|access_?token|id_?token|secret_?hash|private_?key)["']?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,}\]]+)/gi,
    "$1[secret]",
  ],
];

/** The text without what looks like a secret. Those who write to the log don't write any: this is for what a function prints. */
export const redact = (text: string): string =>
  secrets.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text);
