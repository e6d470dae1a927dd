const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

type State = 'before row' | 'before field' | 'in field' | 'in quotes' | 'behind quote';

/**
 * Finds the rows and fields of a CSV in its bytes, a row at a time, as Python's `csv` does with its default dialect:
 * a quote opens a quoted field only where the field begins, `""` is a quote in it, and what follows the closing quote
 * belongs to the field as it stands. Lines end as in Python's universal newlines. Works in every encoding whose ASCII
 * characters stand for themselves.
 *
 * Feed it, ask for rows until there is none, and feed it again: a row's bytes are valid until then.
 */
export class CsvScanner {
  /** The bytes that the row at hand stands in. */
  bytes = Buffer.alloc(0);
  /** Where the row at hand begins in `bytes`, and where it ends, its line end not counted. */
  rowStart = 0;
  rowEnd = 0;
  /** How many fields the row at hand has: none where its line is blank. */
  fieldCount = 0;
  /** Whether text stands behind a closing quote in the row at hand, so that a field's bytes differ from its text. */
  hasTextBehindQuotes = false;

  readonly #delimiter: number;
  #backing = Buffer.alloc(0);
  /** Begin and end of each field of the row at hand. */
  #bounds = new Int32Array(64);
  #state: State = 'before row';
  #position = 0;
  #fieldStart = 0;
  #finished = false;
  /** The last row ended in a carriage return, which a line feed may complete. */
  #mayDropLineFeed = false;

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** Where the bytes end that no row has taken yet: before this, all is settled. */
  get settledEnd(): number {
    return this.#state === 'before row' ? this.#position : this.rowStart;
  }

  /** Whether the bytes ended inside a quoted field: the row that begins at `rowStart` is then not whole. */
  get endsInQuotes(): boolean {
    return this.#finished && this.#state === 'in quotes';
  }

  /** Where a field of the row at hand begins in `bytes`, at its quote where it has one. */
  fieldStart(index: number): number {
    return this.#bounds[2 * index] ?? 0;
  }

  /** Where a field of the row at hand ends in `bytes`, behind its quote where it has one. */
  fieldEnd(index: number): number {
    return this.#bounds[2 * index + 1] ?? 0;
  }

  /** A field's text, as Python reads it. */
  fieldText(index: number): string {
    const raw = this.bytes.toString('utf8', this.fieldStart(index), this.fieldEnd(index));
    return raw.startsWith('"') ? unquoted(raw) : raw;
  }

  /**
   * Adds bytes behind those that it has. What is settled is forgotten.
   *
   * @returns by how much every position in `bytes` has become smaller
   */
  feed(chunk: Buffer): number {
    const from = this.settledEnd;
    const kept = this.bytes.length - from;
    const length = kept + chunk.length;
    if (length > this.#backing.length) {
      // Doubled, so that a row of many chunks is not copied with each of them.
      const wider = Buffer.allocUnsafe(Math.max(length, 2 * this.#backing.length));
      this.#backing.copy(wider, 0, from, from + kept);
      this.#backing = wider;
    } else if (from > 0) {
      this.#backing.copyWithin(0, from, from + kept);
    }
    chunk.copy(this.#backing, kept);
    this.bytes = this.#backing.subarray(0, length);
    this.#position -= from;
    this.#fieldStart -= from;
    this.rowStart -= from;
    for (let index = 0; index < 2 * this.fieldCount; index += 1) {
      this.#bounds[index] = (this.#bounds[index] ?? 0) - from;
    }
    return from;
  }

  /** Says that no bytes follow. */
  finish(): void {
    this.#finished = true;
  }

  /** Moves on to the next row; false where more bytes are needed, or where there is none. */
  next(): boolean {
    const { bytes } = this;
    const { length } = bytes;
    if (this.#state === 'before row') {
      if (this.#position === length) return false;
      if (this.#mayDropLineFeed && bytes[this.#position] === LINE_FEED) this.#position += 1;
      this.#mayDropLineFeed = false;
      if (this.#position === length) return false;
      this.rowStart = this.#position;
      this.fieldCount = 0;
      this.hasTextBehindQuotes = false;
      this.#state = 'before field';
    }
    while (this.#position < length) {
      switch (this.#state) {
        case 'before field':
          this.#fieldStart = this.#position;
          if (bytes[this.#position] === QUOTE) {
            this.#position += 1;
            this.#state = 'in quotes';
          } else {
            this.#state = 'in field';
          }
          break;
        case 'behind quote': {
          const byte = bytes[this.#position];
          if (byte === QUOTE) {
            this.#position += 1;
            this.#state = 'in quotes';
          } else {
            this.#state = 'in field';
            if (byte !== this.#delimiter && byte !== LINE_FEED && byte !== CARRIAGE_RETURN)
              this.hasTextBehindQuotes = true;
          }
          break;
        }
        case 'in quotes': {
          const quote = bytes.indexOf(QUOTE, this.#position);
          this.#position = quote < 0 ? length : quote + 1;
          if (quote >= 0) this.#state = 'behind quote';
          break;
        }
        default:
          if (this.#endOfField(bytes, length)) return true;
      }
    }
    if (!this.#finished || this.#state === 'in quotes') return false;
    if (this.#state === 'before field') this.#fieldStart = length;
    this.#addField(length);
    this.#endRow(length);
    return true;
  }

  /** Runs to the end of an unquoted stretch; true where the row ends with it. */
  #endOfField(bytes: Buffer, length: number): boolean {
    const delimiter = this.#delimiter;
    let position = this.#position;
    while (position < length) {
      const byte = bytes[position];
      if (byte === delimiter) {
        this.#addField(position);
        this.#position = position + 1;
        this.#state = 'before field';
        return false;
      }
      if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
        if (position > this.rowStart) this.#addField(position);
        this.#position = position + 1;
        if (byte === CARRIAGE_RETURN) {
          if (bytes[position + 1] === LINE_FEED) this.#position += 1;
          else this.#mayDropLineFeed = position + 1 === length;
        }
        this.#endRow(position);
        return true;
      }
      position += 1;
    }
    this.#position = position;
    return false;
  }

  #addField(end: number): void {
    const index = 2 * this.fieldCount;
    if (index >= this.#bounds.length) {
      const wider = new Int32Array(2 * this.#bounds.length);
      wider.set(this.#bounds);
      this.#bounds = wider;
    }
    this.#bounds[index] = this.#fieldStart;
    this.#bounds[index + 1] = end;
    this.fieldCount += 1;
  }

  #endRow(end: number): void {
    this.rowEnd = end;
    this.#state = 'before row';
  }
}

/** What stands between the quotes, and what follows them. */
function unquoted(raw: string): string {
  let text = '';
  let from = 1;
  for (;;) {
    const quote = raw.indexOf('"', from);
    if (quote < 0) return text + raw.slice(from);
    if (raw[quote + 1] !== '"') return text + raw.slice(from, quote) + raw.slice(quote + 1);
    text += raw.slice(from, quote + 1);
    from = quote + 2;
  }
}
