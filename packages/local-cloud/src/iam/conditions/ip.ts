import { BlockList, isIP } from "node:net";
import { type Operator, pair } from "./operator.ts";

function inRange(address: string, range: string): boolean {
  const [network = "", prefix] = range.split("/");
  const version = isIP(network);
  if (version === 0 || isIP(address) !== version) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const bits = prefix === undefined ? (version === 4 ? 32 : 128) : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > (version === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(address, family);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress */
export const ipOperators: Record<string, Operator> = pair("IpAddress", "NotIpAddress", {
  wildcards: false,
  variables: false,
  matches: inRange,
});
