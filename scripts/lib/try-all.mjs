/** Checks that run in parallel, with a line for each. */
import { availableParallelism } from 'node:os';

/**
 * @param attempts `[name, attempt]`: what it returns is printed, what it throws is a failure
 * @returns how many have failed; then the exit code is 1
 */
export async function tryAll(attempts, atOnce = availableParallelism()) {
  const waiting = attempts.values();
  let failed = 0;
  async function work() {
    // All workers share the one iterator.
    for (const [name, attempt] of waiting) {
      try {
        console.log(`ok      ${name}: ${await attempt()}`);
      } catch (error) {
        failed += 1;
        console.log(`FAILED  ${name}\n${error.message}`);
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  console.log(`${attempts.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}
