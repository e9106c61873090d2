/** Jest's transformation of `page.html`, which `scripts/build.mjs` does for the package. */
import { pageText } from './page.mjs';

export default {
  process: (_, path) => ({ code: `export default ${JSON.stringify(pageText(path))};` }),
  // Without the text of the script and the styles, Jest would keep an outdated page.
  getCacheKey: (_, path) => pageText(path),
};
