/** Medians and spread. Means would let one pause of the machine decide. */

export function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  return sorted[low] + (sorted[Math.ceil(at)] - sorted[low]) * (at - low);
}

export const median = (values) => quantile(values, 0.5);

/**
 * @param rounds `{ mean, median }` of each round, in nanoseconds a call
 * @param baseline the same of the empty chain; `undefined` for what runs in no chain
 * @returns `ns` with its quartiles, `over` the baseline, and `overWithGc`, the same of the rounds' means: pauses for garbage collection show there
 *   only. `rounds` and `overs` are for ratios.
 */
export function summarise(rounds, baseline) {
  const medians = rounds.map((round) => round.median);
  const spread = { ns: median(medians), low: quantile(medians, 0.25), high: quantile(medians, 0.75), rounds: medians };
  if (baseline === undefined) return spread;
  const differences = (key) => rounds.map((round, index) => round[key] - baseline[index][key]);
  const overs = differences('median');
  return { ...spread, over: median(overs), overWithGc: median(differences('mean')), overs };
}

/** Round by round, since what slows the machine down slows both sides of one round. `NaN` where one side was not measured. */
export const ratio = (one, other) =>
  one === undefined || other === undefined ? Number.NaN : median(one.map((value, index) => value / other[index]));

/** The exponent of a power law through points `[n, cost]`: the slope of its logarithms, by least squares. */
export function exponent(points) {
  const logs = points.map(([n, cost]) => [Math.log(n), Math.log(cost)]);
  const mean = (index) => logs.reduce((sum, point) => sum + point[index], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const slope = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return slope / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
