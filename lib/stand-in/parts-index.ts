/** The longest piece of a part that is looked up. Longer ones are no rarer, and each length costs a look-up. */
const LONGEST_PIECE = 16;

/** How many pieces of one part are weighed, half of them from its beginning: what tells it apart may stand last. */
const MOST_PIECES = 64;

/**
 * Finds among many entries those that a text speaks of, without looking for each of them: an entry is looked for
 * where the rarest piece of it stands in the text.
 *
 * @param entries for each the parts that have to stand in a text; one without parts stands in every text
 * @returns a search: it gives the places of the entries all of whose parts stand in one of the texts, those with
 * the most characters first, then in their order; of entries with the same parts the first alone
 */
export function partsIndex(
  entries: readonly (readonly string[])[],
): (texts: readonly string[]) => Generator<number> {
  const ranked = distinct(entries)
    .map((place) => ({ place, parts: entries[place] ?? [], length: lengthOf(entries[place] ?? []) }))
    .sort((one, other) => other.length - one.length || one.place - other.place);
  const pieces = ranked.map(({ parts }) => parts.flatMap(piecesOf));
  const counts = new Map<string, number>();
  for (const piece of pieces.flat()) counts.set(piece, (counts.get(piece) ?? 0) + 1);

  const ranksByPiece = new Map<string, number[]>();
  const everywhere: number[] = [];
  for (const [rank, own] of pieces.entries()) {
    const rarest = own.reduce<string | undefined>(
      (best, piece) =>
        best !== undefined && (counts.get(best) ?? 0) <= (counts.get(piece) ?? 0) ? best : piece,
      undefined,
    );
    const ranks = rarest === undefined ? everywhere : (ranksByPiece.get(rarest) ?? []);
    ranks.push(rank);
    if (rarest !== undefined) ranksByPiece.set(rarest, ranks);
  }
  const sizes = [...new Set([...ranksByPiece.keys()].map(({ length }) => length))];

  return function* (texts) {
    const found = new Set(everywhere);
    for (const text of texts) {
      for (const size of sizes) {
        for (let start = 0; start + size <= text.length; start += 1) {
          for (const rank of ranksByPiece.get(text.slice(start, start + size)) ?? []) found.add(rank);
        }
      }
    }
    for (const rank of [...found].sort((one, other) => one - other)) {
      const entry = ranked[rank];
      if (entry?.parts.every((part) => texts.some((text) => text.includes(part)))) yield entry.place;
    }
  };
}

function distinct(entries: readonly (readonly string[])[]): number[] {
  const places = new Map<string, number>();
  for (const [place, parts] of entries.entries()) {
    const key = JSON.stringify(parts);
    if (!places.has(key)) places.set(key, place);
  }
  return [...places.values()];
}

function lengthOf(parts: readonly string[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** Pieces side by side, of a length that is a power of two, so that few lengths have to be looked up. */
function piecesOf(part: string): string[] {
  if (part === '') return [];
  let size = LONGEST_PIECE;
  while (size > part.length) size /= 2;
  const count = Math.ceil(part.length / size);
  const starts = Array.from({ length: Math.min(count, MOST_PIECES) }, (_, index) =>
    index < MOST_PIECES / 2 || count <= MOST_PIECES ? index : count - MOST_PIECES + index,
  );
  return starts.map((start) => {
    const from = Math.min(start * size, part.length - size);
    return part.slice(from, from + size);
  });
}
