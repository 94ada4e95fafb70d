import type { JsonObject } from "../asl/json.ts";

const delimiters: Record<string, string> = {
  COMMA: ",",
  PIPE: "|",
  SEMICOLON: ";",
  SPACE: " ",
  TAB: "\t",
};

/** An item a row, its columns by their headers. RFC 4180, with one of several delimiters. */
export function parseCsv(text: string, config: JsonObject, refuse: (why: string) => Error): JsonObject[] {
  const delimiter = delimiters[String(config.CSVDelimiter ?? "COMMA")];
  if (!delimiter) throw refuse(`${config.CSVDelimiter} is no delimiter.`);
  const rows = rowsOf(text, delimiter);
  const headers =
    config.CSVHeaderLocation === "GIVEN" ? (config.CSVHeaders as string[]) : (rows.shift() ?? []);
  return rows.map((row) => {
    if (row.length > headers.length) throw refuse("A row has more columns than there are headers.");
    return Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ""]));
  });
}

function rowsOf(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let [row, field, quoted]: [string[], string, boolean] = [[], "", false];
  const endRow = () => {
    row.push(field);
    // A line without anything is no row.
    if (row.length > 1 || field !== "") rows.push(row);
    [row, field] = [[], ""];
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') field += text[++at];
      else quoted = false;
    } else if (character === '"' && field === "") quoted = true;
    else if (character === delimiter) {
      row.push(field);
      field = "";
    } else if (character === "\n") endRow();
    else if (character !== "\r" || text[at + 1] !== "\n") field += character;
  }
  if (field !== "" || row.length > 0) endRow();
  return rows;
}
