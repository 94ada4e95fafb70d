import { AwsError } from "../../errors.ts";
import { existing, nameOf, type SettingsOperation } from "./settings.ts";

const hourMs = 3_600_000;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html */
export const timeToLiveOperations: Record<string, SettingsOperation> = {
  async DescribeTimeToLive({ TableName }, { tables }) {
    const { settings } = await existing(TableName, tables);
    return {
      TimeToLiveDescription: settings.ttlAttribute
        ? { TimeToLiveStatus: "ENABLED", AttributeName: settings.ttlAttribute }
        : { TimeToLiveStatus: "DISABLED" },
    };
  },

  async UpdateTimeToLive({ TableName, TimeToLiveSpecification }, { tables, clock }) {
    const { settings } = await existing(TableName, tables);
    const { Enabled, AttributeName } = TimeToLiveSpecification ?? {};
    if (
      typeof Enabled !== "boolean" ||
      typeof AttributeName !== "string" ||
      !/^.{1,255}$/s.test(AttributeName)
    )
      throw refusal(
        "TimeToLiveSpecification has to have Enabled and an AttributeName of 1 to 255 characters",
      );
    const { ttlAttribute: current, ttlChangedAt } = settings;
    if (Enabled && current) throw refusal("TimeToLive is already enabled");
    if (!Enabled && !current) throw refusal("TimeToLive is already disabled");
    if (!Enabled && current !== AttributeName)
      throw refusal(`TimeToLive is active on a different AttributeName: current AttributeName is ${current}`);
    // "Any additional UpdateTimeToLive calls for the same table during this one hour duration result in a
    // ValidationException." https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
    const now = clock.now();
    if (ttlChangedAt && now.getTime() - Date.parse(ttlChangedAt) < hourMs)
      throw refusal("Time to live has been modified multiple times within a fixed interval");
    tables.saveSettings(nameOf(TableName), {
      ...settings,
      ttlAttribute: Enabled ? AttributeName : undefined,
      ttlChangedAt: now.toISOString(),
    });
    return { TimeToLiveSpecification: { Enabled, AttributeName } };
  },
};

const refusal = (message: string) => new AwsError("ValidationException", message);
