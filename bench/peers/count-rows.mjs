// Reads a CSV with csv-parse, and does nothing else.
import { createReadStream } from 'node:fs';
import { argv } from 'node:process';
import { parse } from 'csv-parse';

let rows = 0;
const parser = createReadStream(argv[2]).pipe(parse());
parser.on('readable', () => {
  while (parser.read() !== null) rows += 1;
});
parser.on('end', () => console.log(rows));
