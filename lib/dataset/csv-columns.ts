import { UserError } from '../user-error.js';

/** Which columns become what, by their names in the header. */
export interface CsvColumns {
  readonly input: readonly string[];
  readonly expected: readonly string[];
  readonly metadata: readonly string[];
}

/** The columns as the user's flags name them; a flag that was not given is undefined. */
export type ChosenColumns = { readonly [Role in keyof CsvColumns]: readonly string[] | undefined };

type Role = keyof CsvColumns;

const ROLES: readonly Role[] = ['input', 'expected', 'metadata'];
const EXPECTED_WORDS = ['expected', 'gold', 'truth', 'answer'];
const INPUT_WORDS = ['prompt', 'input', 'query', 'question'];

/** What a column's name says it is. */
export function guessRole(column: string): Role {
  const name = column.toLowerCase();
  if (EXPECTED_WORDS.some((word) => name.includes(word))) return 'expected';
  return INPUT_WORDS.some((word) => name.includes(word)) ? 'input' : 'metadata';
}

/**
 * Gives each column of a header its role: a flag that names it, else what its name says. Where a flag was given for
 * a role, only the columns that it names have that role; a column that loses its role so becomes metadata.
 *
 * @param header the columns' names
 * @param chosen what the flags say
 * @param name the file's name, for messages
 * @throws UserError where a named column is not there or has two roles, a used column has no name or two columns
 *   share it, or no input column is found
 */
export function resolveColumns(header: readonly string[], chosen: ChosenColumns, name: string): CsvColumns {
  const columns: Record<Role, string[]> = { input: [], expected: [], metadata: [] };
  const taken = new Map<string, Role>();
  for (const role of ROLES) {
    for (const wanted of chosen[role] ?? []) {
      const column = findColumn(header, wanted, role, name);
      const other = taken.get(column);
      if (other === role) continue;
      if (other !== undefined) {
        throw new UserError(
          `${name}: the column ${JSON.stringify(column)} is named by --${other}-columns and by --${role}-columns`,
          'Name it once.',
        );
      }
      taken.set(column, role);
      columns[role].push(column);
    }
  }
  for (const column of header) {
    if (column === '' || taken.has(column)) continue;
    const guess = guessRole(column);
    const role = chosen[guess] === undefined ? guess : 'metadata';
    if (chosen[role] === undefined) {
      taken.set(column, role);
      columns[role].push(column);
    }
  }
  for (const column of taken.keys()) {
    const first = header.indexOf(column);
    const second = header.indexOf(column, first + 1);
    if (second >= 0) {
      throw new UserError(
        `${name}, line 1: columns ${first + 1} and ${second + 1} are both called ${JSON.stringify(column)}`,
        'Give each column a name of its own.',
      );
    }
  }
  if (columns.input.length === 0) throw noInputColumn(header, name);
  return columns;
}

/** The error for a header in which nothing is an input column. */
export function noInputColumn(header: readonly string[], name: string): UserError {
  return new UserError(
    `${name}: no input column found among ${header.map((column) => JSON.stringify(column)).join(', ')}`,
    'Name it with --input-columns, and the others with --expected-columns and --metadata-columns.',
  );
}

function findColumn(header: readonly string[], wanted: string, role: Role, name: string): string {
  const matches = header.filter((column) => column === wanted);
  const found = matches.length > 0 ? matches : header.filter((column) => fold(column) === fold(wanted));
  const [column] = found;
  if (column === undefined || column === '') {
    throw new UserError(
      `${name}: --${role}-columns names ${JSON.stringify(wanted)}, which is not in the header: ${header.map((one) => JSON.stringify(one)).join(', ')}`,
      'Check its spelling; upper and lower case do not matter.',
    );
  }
  return column;
}

function fold(column: string): string {
  return column.trim().toLowerCase();
}
