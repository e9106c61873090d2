/** The page without a matrix. `scripts/lib/page.mjs` puts the script and the styles into it. */
declare const page: string;
export default page;
