import parseIni from 'ini-simple-parser';

/**
 * One option as configparser reads it: indentation, key, `=` or `:`, and a value that goes on over the lines
 * indented deeper than the key, blank lines and comments between them included.
 */
const OPTION =
  /^([ \t]*)([^\s[#;=:][^\n=:]*)[=:]([^\n]*(?:\n(?:[ \t]*(?:[#;][^\n]*)?|\1[ \t]+[^\s#;][^\n]*)(?=\n|$))*)/gm;

const COMMENT = /^[ \t]*[#;]/;

/**
 * Reads the distribution's name from a `setup.cfg`.
 *
 * @param text the file's text
 * @returns `[metadata] name`, trimmed; nothing where the file has none
 * @throws {Error} where the file does not parse, and where the name is computed: setuptools supports neither
 *   `attr:` nor `file:` for it (https://setuptools.pypa.io/en/latest/userguide/declarative_config.html), and reads
 *   the file without interpolation
 */
export function nameInSetupCfg(text: string): string | undefined {
  const { metadata } = parseIni(toPlainIni(text));
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const name = Object.entries(metadata).find(([key]) => key.toLowerCase() === 'name')?.[1];
  if (typeof name !== 'string') return undefined;
  if (/^(?:attr|file):|%\(/.test(name)) throw new Error('its [metadata] name is not a literal');
  return name;
}

/**
 * Rewrites what no INI library reads of configparser's dialect: `key: value`, values over several lines, indented
 * keys (https://docs.python.org/3/library/configparser.html#supported-ini-file-structure). Every line keeps its
 * number, so that the library's errors name the right one.
 */
function toPlainIni(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(OPTION, (_option, _indent, key: string, value: string) => {
      const lines = value.split('\n');
      const folded = lines
        .filter((line, index) => index === 0 || !COMMENT.test(line))
        .map((line) => line.trim());
      return `${key}=${folded.join(' ')}${'\n'.repeat(lines.length - 1)}`;
    });
}
