/** Lines of proof: what was expected of a real part, and what it did. */

/** The exit code of a part that cannot run on this machine. */
export const NOT_RUN = 3;

/**
 * Collects and prints them.
 *
 * @returns `check(what, got, expected)`, which prints a line, and `end()`, which prints the count and sets the exit code
 */
export function proof() {
  let passed = 0;
  let failed = 0;
  return {
    check(what, got, expected) {
      const [is, should] = [JSON.stringify(got), JSON.stringify(expected)];
      if (is === should) passed += 1;
      else failed += 1;
      console.log(is === should ? `ok      ${what}: ${is}` : `FAILED  ${what}: ${is}, expected ${should}`);
    },
    end() {
      console.log(`${passed} passed, ${failed} failed`);
      process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
    },
  };
}
