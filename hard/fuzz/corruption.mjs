/** Damages what AWS wrote. A damaged event may lose its caller, and must never gain access. */

const DAMAGES = [
  () => undefined,
  () => null,
  () => 0,
  () => false,
  () => '',
  () => ({}),
  () => [],
  (name) => name,
  (name) => [name],
  (name) => ({ [name]: name }),
];

export const DAMAGE_COUNT = DAMAGES.length;

/** Without its issuer, a token of another issuer would count as a hand-written event. */
const KEPT = ['iss', 'issuer'];

function placesIn(value, places = []) {
  if (typeof value !== 'object' || value === null) return places;
  for (const key of Object.keys(value)) {
    if (!KEPT.includes(key)) places.push([value, key]);
    placesIn(value[key], places);
  }
  return places;
}

/** @param damages `[place, damage]` each, as numbers that are taken modulo what there is */
export function corrupt(event, damages) {
  for (const [index, [place, damage]] of damages.entries()) {
    const places = placesIn(event);
    if (places.length === 0) return;
    const [holder, key] = places[place % places.length];
    // No group, subject or parameter is named so, and no two damages are alike.
    const value = DAMAGES[damage](`damaged-${index}`);
    if (value === undefined) delete holder[key];
    else
      Object.defineProperty(holder, key, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
  }
}
