import type { HttpReply } from "./service.ts";
import type { Told } from "./topics.ts";
import { escapeXml } from "./xml.ts";

/** A message that Cognito would have sent by e-mail or text message. */
export interface InboxMessage {
  at: string;
  to: string;
  username: string;
  code: string;
}

export interface Inbox {
  deliver(message: InboxMessage): void;
  messages(): InboxMessage[];
  /** The inbox as a page, or as JSON where that is asked for. */
  page(accept: string | undefined): HttpReply;
}

const mostMessages = 50;

/** Keeps the newest messages, newest first, in memory: codes are not for keeping. */
export function createInbox(
  onMessage: (message: InboxMessage) => void,
  /** What topics would have been told: shown on the page below. */
  told: () => Told[] = () => [],
): Inbox {
  let messages: InboxMessage[] = [];
  return {
    deliver(message) {
      messages = [message, ...messages].slice(0, mostMessages);
      onMessage(message);
    },
    messages: () => messages,
    page(accept) {
      if (accept?.includes("application/json")) {
        return {
          status: 200,
          headers: { "content-type": "application/json" },
          body: JSON.stringify(messages),
        };
      }
      return {
        status: 200,
        headers: { "content-type": "text/html; charset=utf-8" },
        body: html(messages, told()),
      };
    },
  };
}

const html = (messages: InboxMessage[], told: Told[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="3">
<title>Local inbox</title>
<style>
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  body { max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
  li { margin: 0 0 1rem; } ol { padding: 0; list-style: none; } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  code { font-size: 1.5rem; letter-spacing: 0.1em; }
</style>
<h1>Local inbox</h1>
<p>Messages that Cognito would have sent. This page refreshes itself.</p>
<ol>${messages
  .map(
    ({ at, to, username, code }) =>
      `<li><code>${escapeXml(code)}</code><br>for ${escapeXml(username)}, to ${escapeXml(to)}, <time>${escapeXml(at)}</time></li>`,
  )
  .join("")}</ol>
${messages.length === 0 ? "<p>Nothing yet.</p>" : ""}
<h2>Topics</h2>
<p>What topics were told and whom they would have mailed, alerts among it.</p>
<ol>${told
  .map(
    ({ at, arn, message, mailTo }) =>
      `<li><strong>${escapeXml(arn.split(":").at(-1) ?? arn)}</strong>${mailTo === undefined ? "" : `, mail to ${escapeXml(mailTo)}`}, <time>${escapeXml(at)}</time><pre>${escapeXml(message)}</pre></li>`,
  )
  .join("")}</ol>
${told.length === 0 ? "<p>Nothing yet.</p>" : ""}
</html>`;
