/** The page of the access report as one string: its HTML with the script and the styles in it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

const BROWSERS = ['chrome111', 'firefox114', 'safari16.4'];

/** For a build with esbuild: an import of `page.html` is that string. */
export const pagePlugin = {
  name: 'page',
  setup({ onLoad }) {
    onLoad({ filter: /page\.html$/ }, ({ path }) => ({ contents: pageText(path), loader: 'text' }));
  },
};

/** @param file the path of `page.html`, beside which `main.ts` and `page.css` lie */
export function pageText(file) {
  const script = bundle(join(dirname(file), 'main.ts'));
  const style = bundle(join(dirname(file), 'page.css'));
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    // The browser then refuses `innerHTML` and its like.
    "require-trusted-types-for 'script'",
  ];
  let html = readFileSync(file, 'utf8');
  html = fill(html, 'Content-Security-Policy" content="', policy.join('; '));
  html = fill(html, '<style>', style);
  return fill(html, '<script>', script);
}

function fill(html, before, text) {
  if (html.split(before).length !== 2) throw new Error(`page.html has not exactly one ${before}`);
  return html.replace(before, () => before + text);
}

function bundle(entry) {
  const options = { bundle: true, minify: true, format: 'iife', target: BROWSERS };
  const { outputFiles } = buildSync({ entryPoints: [entry], write: false, ...options });
  return outputFiles[0].text.trim();
}

function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
