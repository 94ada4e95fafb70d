import { BlockList, isIP } from "node:net";
import type { Comparison, Passes, Refuse } from "./values.ts";

const familyOf = (address: string) => (isIP(address) === 4 ? "ipv4" : "ipv6");

/** The same text, or another way to write the same address: `::1` is `0:0:0:0:0:0:0:1`. */
export function sameText(expected: string): Passes {
  if (isIP(expected) === 0) return (value) => value === expected;
  const list = new BlockList();
  list.addAddress(expected, familyOf(expected));
  return (value) => typeof value === "string" && isWithin(list, value, expected);
}

/** An IPv4 or IPv6 range such as `10.0.0.0/24`. */
export const cidr: Comparison = (operand, refuse) => {
  if (typeof operand !== "string") throw refuse("prefix match pattern must be a string");
  const { network, bits } = rangeOf(operand, refuse);
  const list = new BlockList();
  list.addSubnet(network, bits, familyOf(network));
  return (value) => typeof value === "string" && isWithin(list, value, network);
};

const isWithin = (list: BlockList, value: string, like: string) =>
  isIP(value) !== 0 && isIP(value) === isIP(like) && list.check(value, familyOf(value));

function rangeOf(range: string, refuse: Refuse): { network: string; bits: number } {
  const [network = "", bits = "", ...more] = range.split("/");
  if (more.length > 0 || !range.includes("/")) throw refuse("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(bits)) throw refuse("Malformed CIDR, mask bits must be an integer");
  if (Number(bits) < 0) throw refuse("Malformed CIDR, mask bits must not be negative");
  if (isIP(network) === 0) throw refuse(`Nonstandard IP address: ${network}`);
  const all = isIP(network) === 4 ? 32 : 128;
  if (Number(bits) >= all) throw refuse(`IPv${isIP(network)} mask bits must be < ${all}`);
  return { network, bits: Number(bits) };
}
