// Parses a JSON file as a whole, and does nothing else.
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';

console.log(JSON.parse(readFileSync(argv[2], 'utf8')).length);
