import fc from 'fast-check';

/** What ends, opens or hides something in HTML, in JavaScript, in JSON or in XML. */
export const HOSTILE_TEXTS = [
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '<!--<script>',
  '--><img src=x onerror=alert(1)>',
  '</title></style></textarea></pre><svg onload=alert(1)>',
  '" onmouseover="alert(1)" x="',
  "' autofocus onfocus='alert(1)'",
  '<%= process.env %>',
  '&lt;b&gt; &amp; &#60;script&#62;',
  '<![CDATA[ ]]>',
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;',
  '<link rel=stylesheet href=//example.invalid/a.css><iframe src=//example.invalid>',
  'javascript:alert(1)',
  '${alert(1)} `',
  '\u2028\u2029\u202Ekcab\u2066\0\u0007\uFFFE\uFEFF',
  '\uD800 \uDC00',
  '__proto__ constructor',
] as const;

export const ALL_HOSTILE = HOSTILE_TEXTS.join(' ');

/** Such texts, and any others, in any order. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: 'binary' })), { maxLength: 6 })
  .map((parts) => parts.join(''));
