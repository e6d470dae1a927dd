/** How many bytes from the beginning are UTF-8, found by halving; a half character is left out. */
export function lengthOfUtf8(bytes: Buffer): number {
  const decoded = (end: number): string | undefined => {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end), {
        stream: true,
      });
    } catch {
      return undefined;
    }
  };
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (decoded(middle) === undefined) bad = middle;
    else good = middle;
  }
  return Buffer.byteLength(decoded(good) ?? '');
}
