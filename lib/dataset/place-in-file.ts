/** A place in a text, both counted from 1; the column in UTF-16 units. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Of UTF-8 (RFC 3629 section 6). */
export const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Finds the line and the column of a byte of UTF-8. Lines end as in Python's universal newlines, and a byte order mark
 * is not counted.
 *
 * @param chunks the content, of which no more is asked for than reaches the byte
 */
export async function placeAt(chunks: AsyncIterable<Buffer>, offset: number): Promise<TextPosition> {
  let line = 1;
  let column = 1;
  let isAfterReturn = false;
  let position = 0;
  for await (const chunk of chunks) {
    for (const byte of chunk.subarray(0, offset - position)) {
      const isLineFeed = byte === 0x0a;
      if (byte === 0x0d || (isLineFeed && !isAfterReturn)) line += 1;
      if (byte === 0x0d || isLineFeed) column = 1;
      // A character counts at its first byte, and twice where it has four.
      else if ((byte & 0xc0) !== 0x80) column += byte >= 0xf0 ? 2 : 1;
      isAfterReturn = byte === 0x0d;
    }
    if (position === 0 && offset >= 3 && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK))
      column -= line === 1 ? 1 : 0;
    position += chunk.length;
    if (position >= offset) break;
  }
  return { line, column };
}
