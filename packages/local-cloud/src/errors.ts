import type { HttpReply } from "./service.ts";
import { escapeXml } from "./xml.ts";

/** An expected refusal, with the error name AWS uses for it. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error's shape, such as `Type` and `Context` of AWS Backup. */
  readonly fields: Record<string, unknown>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; fields?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = options.status ?? 400;
    this.fields = options.fields ?? {};
  }
}

/** AWS JSON 1.0 and 1.1: the error's name is in the body. */
export function jsonError(error: AwsError): HttpReply {
  return {
    status: error.status,
    headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-errortype": error.code },
    body: JSON.stringify({ ...error.fields, __type: error.code, message: error.message }),
  };
}

/** restJson1: the error's name is in a header. */
export function restJsonError(error: AwsError): HttpReply {
  return {
    status: error.status,
    headers: { "content-type": "application/json", "x-amzn-errortype": error.code },
    body: JSON.stringify({ ...error.fields, Message: error.message, message: error.message }),
  };
}

/** AWS Query: XML. */
export function queryError(error: AwsError): HttpReply {
  return {
    status: error.status,
    headers: { "content-type": "text/xml" },
    body: `<ErrorResponse><Error><Type>${error.status < 500 ? "Sender" : "Receiver"}</Type><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error></ErrorResponse>`,
  };
}
