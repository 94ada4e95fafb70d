// Plain JavaScript: function processes load it, before anything else.
const MachineDate = Date;

/**
 * `Date` as it would be on a machine whose clock shows `now()`, in milliseconds since the epoch.
 * Its instances are the machine's own dates.
 */
export function dateAt(now) {
  function CloudDate(...given) {
    if (!new.target) return new MachineDate(now()).toString();
    return Reflect.construct(MachineDate, given.length === 0 ? [now()] : given, new.target);
  }
  Object.defineProperties(CloudDate, {
    ...Object.getOwnPropertyDescriptors(MachineDate),
    name: { value: "Date", configurable: true },
    now: { value: now, configurable: true, writable: true },
  });
  return CloudDate;
}
