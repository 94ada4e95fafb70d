import { expect, test } from "vitest";
import { input } from "../testing/input.ts";
import { settings } from "./settings.ts";

const reapply = "aws dynamodb update-time-to-live …";

test("says what a restore doesn't bring back, and how to set it again", async () => {
  const answer = await settings.run(
    input(
      {},
      {
        settings: [
          { name: "time to live", state: "on", detail: "attribute expiresAt", reapply },
          { name: "a stream", state: "off", reapply },
        ],
      },
    ),
  );
  const sentence = `The live table has time to live (attribute expiresAt), which a restore does not bring back. To set it again: ${reapply}`;
  expect(answer).toEqual({
    outcome: "PASSED",
    findings: [{ severity: "INFO", subject: "time to live", sentence }],
  });
});

test("could not run when a setting could not be read", async () => {
  const answer = await settings.run(
    input({}, { settings: [{ name: "tags", state: "unknown", detail: "AccessDenied", reapply }] }),
  );
  expect(answer).toMatchObject({
    outcome: "COULD_NOT_RUN",
    findings: [{ severity: "ERROR", subject: "tags" }],
  });
});
