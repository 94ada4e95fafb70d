import { readFileSync, writeFileSync } from "node:fs";
import { withSupportTable } from "./supportTable.ts";

const path = `${import.meta.dirname}/../../../README.md`;
writeFileSync(path, withSupportTable(readFileSync(path, "utf8")));
