import { readFileSync, writeFileSync } from "node:fs";
import { withSupportTable } from "./backup/supportTable.ts";
import { withOperationsTable } from "./operationsTable.ts";

const path = `${import.meta.dirname}/../../README.md`;
writeFileSync(path, withOperationsTable(withSupportTable(readFileSync(path, "utf8"))));
