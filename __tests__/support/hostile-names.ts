/** Names that are markup, that are properties of every object, or that are not what they look. */
export const HOSTILE_NAMES: readonly string[] = [
  '</script><img/src=x/onerror=alert(1)>',
  '<!--<script>alert(1)</script>',
  `"'><svg/onload=alert(1)>`,
  '&lt;b&gt;&amp;',
  '__proto__',
  'constructor',
  'toString',
  '\u202Enimda',
  'admin\u200B',
  'קבוצה',
  '$&$1$`',
  'id="data">',
  '{{table}}',
  'x'.repeat(128),
];
