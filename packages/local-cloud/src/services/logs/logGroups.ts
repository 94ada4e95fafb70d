import type { Place, ResourceHandler } from "../../service.ts";

/**
 * Nothing is kept in a log group here: what would be is in the local cloud's own log. It has an ARN, which policies name.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
 */
export const logGroupResources = ({
  partition,
  region,
  accountId,
}: Place): Record<string, ResourceHandler> => ({
  async "AWS::Logs::LogGroup"({ properties, physicalId }) {
    const name: string = properties.LogGroupName ?? physicalId;
    return {
      ref: name,
      attributes: { Arn: `arn:${partition}:logs:${region}:${accountId}:log-group:${name}:*` },
    };
  },
});
