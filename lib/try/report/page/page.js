// The table of records. Every text here comes from a dataset or an LLM: it is put into the page as text, and never as
// markup.

/**
 * @typedef {import('../page-records.js').PageRecords} PageRecords
 * @typedef {import('../page-records.js').PageRecord} PageRecord
 * @typedef {import('../page-records.js').PageRun} PageRun
 * @typedef {import('../page-records.js').PageScore} PageScore
 * @typedef {import('../page-records.js').PageRequest} PageRequest
 * @typedef {import('../page-records.js').TextPlace} TextPlace
 */

const ROWS_OF_A_PAGE = 25;
/** A row shows two lines of a text; one of megabytes need not be laid out for that. */
const CHARACTERS_OF_A_CELL = 400;
const CHARACTERS_AT_FIRST = 20_000;

const SIGNS = { passed: '✓', failed: '✗', error: '!', unjudged: '–' };
const RESULTS = { passed: 'passed', failed: 'failed', error: 'error', unjudged: 'not judged' };

/** @type {PageRecords} */
const { passes, judged, evaluators, texts, records } = JSON.parse(byId('records-data').textContent ?? '');
const wrong = passes.findIndex(({ name }) => name === 'wrong');
const searched = records.map(placesToSearch);
/** Only of what is searched: prompts are the larger part of the texts. */
const lowerCased = /** @type {(string | undefined)[]} */ ([]);
for (const place of searched.flat()) lowerCased[place] ??= texts[place]?.toLowerCase();

/** Where the style hides the expected output. */
const narrow = matchMedia('(max-width: 46rem)');

const filters = /** @type {HTMLFormElement} */ (byId('filters'));
const textFilter = /** @type {HTMLInputElement} */ (byId('text-filter'));
const resultFilter = /** @type {HTMLSelectElement} */ (byId('result-filter'));
const evaluatorFilter = /** @type {HTMLSelectElement} */ (byId('evaluator-filter'));
const body = byId('records-body');

/** The records that the filters let through, and the page of them that is shown, counted from 0. */
let found = records;
let page = 0;
/** The records that are open: they stay so while others are filtered away. */
const opened = new Set();

/**
 * @param {string} id of an element of the page
 * @returns {HTMLElement}
 */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children a string becomes text, whatever stands in it
 */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

function columnCount() {
  return (narrow.matches ? 2 : 3) + passes.length;
}

/** @param {number} number */
function counted(number) {
  return number.toLocaleString('en-GB');
}

// Filters

/**
 * The prompts of requests are left out: they repeat the input, and the same instructions in every record.
 *
 * @param {PageRecord} record
 * @returns {TextPlace[]}
 */
function placesToSearch({ input, expected, metadata, tags, runs }) {
  const places = [input, expected, metadata, tags];
  for (const run of runs) {
    if (run === null) continue;
    places.push(run.output, run.error);
    for (const score of run.scores) {
      if (score === null) continue;
      // That of a score that passed or failed is nearly always "true" or "false".
      places.push(score.reasoning, score.error, score.result === 'unjudged' ? score.value : undefined);
    }
  }
  return places.filter((place) => place !== undefined);
}

/** @returns {readonly PageRecord[]} the records that all three filters let through */
function recordsFound() {
  const words = textFilter.value.trim().toLowerCase();
  const result = resultFilter.value;
  const evaluator = evaluatorFilter.value === '' ? undefined : Number(evaluatorFilter.value);
  const hits = words === '' ? undefined : lowerCased.map((text) => text?.includes(words));
  return records.filter(
    (record, index) =>
      hasResult(record, result, evaluator) &&
      (hits === undefined || searched[index]?.some((place) => hits[place])),
  );
}

/**
 * @param {PageRecord} record
 * @param {string} result an option's value
 * @param {number | undefined} evaluator the one that is asked for, or any
 */
function hasResult({ runs }, result, evaluator) {
  /** @param {PageRun | null | undefined} run */
  const scoresOf = (run) => {
    if (!run) return [];
    return evaluator === undefined ? run.scores : [run.scores[evaluator]];
  };
  /** @param {PageRun | null | undefined} run */
  const raised = (run) => evaluator === undefined && run?.error !== undefined;
  switch (result) {
    case 'failed':
      return (
        raised(runs[judged]) ||
        scoresOf(runs[judged]).some((score) => score?.result === 'failed' || score?.result === 'error')
      );
    case 'passed-wrong':
      return scoresOf(runs[wrong]).some((score) => score?.result === 'passed');
    case 'error':
      return runs.some((run) => raised(run) || scoresOf(run).some((score) => score?.result === 'error'));
    default:
      return evaluator === undefined || runs.some((run) => scoresOf(run).some((score) => score));
  }
}

// Rows

/**
 * @param {TextPlace | undefined} place
 * @param {string} otherwise what is said where there is no text
 */
function clipped(place, otherwise = '') {
  const text = place === undefined ? undefined : texts[place];
  return element(
    'div',
    { class: text === undefined ? 'clip nothing' : 'clip', dir: 'auto' },
    text?.slice(0, CHARACTERS_OF_A_CELL) ?? otherwise,
  );
}

/** @param {PageRecord} record */
function rowOf(record) {
  const { number, inputLine, expectedLine, runs } = record;
  const open = opened.has(record);
  const button = element(
    'button',
    { type: 'button', class: 'opener', 'aria-expanded': String(open), 'aria-label': `Record ${number}` },
    String(number),
  );
  const row = element(
    'tr',
    { class: 'record' },
    element('th', { scope: 'row' }, button),
    element('td', {}, clipped(inputLine)),
    element('td', { class: 'wide-only' }, clipped(expectedLine, 'nothing expected')),
    ...runs.map((run, pass) => element('td', {}, outcomeOf(run, pass))),
  );
  row.addEventListener('click', (event) => {
    const inButton = /** @type {Element} */ (event.target).closest('button') !== null;
    // Whoever marks a text with the mouse does not mean to open the row.
    if (!inButton && getSelection()?.isCollapsed === false) return;
    toggle(record, row, button);
  });
  return open ? [row, detailRow(record)] : [row];
}

/**
 * @param {PageRecord} record
 * @param {HTMLElement} row
 * @param {HTMLElement} button
 */
function toggle(record, row, button) {
  const open = !opened.has(record);
  if (open) {
    opened.add(record);
    row.after(detailRow(record));
  } else {
    opened.delete(record);
    row.nextElementSibling?.remove();
  }
  button.setAttribute('aria-expanded', String(open));
}

/**
 * What became of a record in a pass, in a few words: whose result was not as it should be is named.
 *
 * @param {PageRun | null} run
 * @param {number} pass
 */
function outcomeOf(run, pass) {
  if (run === null) return element('span', { class: 'nothing' }, 'not run');
  const scores = run.scores.map((score, index) => ({
    name: evaluators[index]?.name ?? '',
    result: score?.result,
  }));
  const results =
    run.error === undefined ? scores.map(({ result }) => result) : [/** @type {const} */ ('error')];
  const marks = results
    .filter((result) => result !== undefined)
    .map((result) => element('span', { class: `mark ${result}` }, SIGNS[result]));
  return element(
    'div',
    { class: 'outcome' },
    element('span', { class: 'marks', 'aria-hidden': 'true' }, ...marks),
    element('span', { class: 'words' }, wordsFor(run, scores, pass)),
  );
}

/**
 * @param {PageRun} run
 * @param {{name: string, result: PageScore['result'] | undefined}[]} scores
 * @param {number} pass
 */
function wordsFor(run, scores, pass) {
  if (run.error !== undefined) return 'the task raised';
  /** @param {PageScore['result']} wanted */
  const named = (wanted) => scores.filter(({ result }) => result === wanted).map(({ name }) => name);
  const [passed, failed, errors] = [named('passed'), named('failed'), named('error')];
  const odd = pass === wrong ? passed : failed;
  if (odd.length + errors.length > 0) {
    return [
      ...(odd.length > 0 ? [`${odd.join(', ')} ${pass === wrong ? 'passed' : 'failed'}`] : []),
      ...(errors.length > 0 ? [`error in ${errors.join(', ')}`] : []),
    ].join('; ');
  }
  if (passed.length > 0) return 'passed';
  return failed.length > 0 ? 'failed' : '';
}

// The details of a record

/** @param {PageRecord} record */
function detailRow(record) {
  const { number, input, expected, metadata, tags, runs } = record;
  return element(
    'tr',
    { class: 'detail' },
    element(
      'td',
      { colspan: String(columnCount()) },
      element(
        'div',
        { class: 'detail-body', role: 'group', 'aria-label': `Record ${number}, details` },
        element(
          'div',
          { class: 'columns' },
          ...textBlock('Input', input),
          ...(expected === undefined ? [] : textBlock('Expected output', expected)),
          ...(metadata === undefined ? [] : textBlock('Metadata', metadata)),
          ...(tags === undefined ? [] : textBlock('Tags', tags)),
        ),
        element(
          'div',
          { class: 'columns' },
          ...runs.map((run, pass) => runBlock(run, passes[pass]?.title ?? '')),
        ),
      ),
    ),
  );
}

/**
 * @param {string} title
 * @param {TextPlace} place
 * @param {string} kind of the text: `error`, or nothing
 */
function textBlock(title, place, kind = '') {
  return [
    element(
      'div',
      { class: 'block' },
      element('p', { class: 'label' }, title),
      longText(texts[place] ?? '', kind),
    ),
  ];
}

/**
 * @param {string} text
 * @param {string} kind
 */
function longText(text, kind = '') {
  const shown = element('pre', { class: `text ${kind}`, dir: 'auto' }, text.slice(0, CHARACTERS_AT_FIRST));
  if (text === '') return element('p', { class: 'nothing' }, 'empty');
  if (text.length <= CHARACTERS_AT_FIRST) return shown;
  const more = element(
    'button',
    { type: 'button', class: 'more' },
    `Show all ${counted(text.length)} characters`,
  );
  more.addEventListener('click', () => {
    shown.textContent = text;
    shown.tabIndex = -1;
    shown.focus();
    more.remove();
  });
  return element('div', {}, shown, more);
}

/**
 * @param {PageRun | null} run
 * @param {string} title
 */
function runBlock(run, title) {
  const heading = element('h3', {}, title);
  if (run === null)
    return element(
      'div',
      { class: 'run' },
      heading,
      element('p', { class: 'nothing' }, 'The record was not run.'),
    );
  return element(
    'div',
    { class: 'run' },
    heading,
    ...(run.output === undefined ? [] : textBlock('Output', run.output)),
    ...(run.error === undefined ? [] : textBlock('The task raised', run.error, 'error')),
    ...(run.scores.some((score) => score !== null) ? [scoreList(run.scores)] : []),
    ...(run.requests.length === 0 ? [] : [requestList(run.requests)]),
  );
}

/** @param {PageRun['scores']} scores */
function scoreList(scores) {
  const items = scores.flatMap((score, index) => {
    const evaluator = evaluators[index];
    if (score === null || evaluator === undefined) return [];
    return [
      element(
        'li',
        {},
        element(
          'p',
          { class: 'score' },
          element('span', { class: `mark ${score.result}`, 'aria-hidden': 'true' }, SIGNS[score.result]),
          element('code', { dir: 'auto' }, evaluator.name),
          element('span', { class: `result ${score.result}` }, RESULTS[score.result]),
          ...(score.error === undefined
            ? [
                element(
                  'code',
                  { class: 'value', dir: 'auto' },
                  (texts[score.value] ?? '').slice(0, CHARACTERS_OF_A_CELL),
                ),
              ]
            : []),
          ...(evaluator.simulated ? [element('span', { class: 'badge simulated' }, 'simulated judge')] : []),
        ),
        ...(score.reasoning === undefined ? [] : [longText(texts[score.reasoning] ?? '', 'reason')]),
        ...(score.error === undefined ? [] : [longText(texts[score.error] ?? '', 'error')]),
      ),
    ];
  });
  return element(
    'div',
    { class: 'block' },
    element('p', { class: 'label' }, 'Scores'),
    element('ul', { class: 'scores' }, ...items),
  );
}

/** @param {readonly PageRequest[]} requests */
function requestList(requests) {
  const title = requests.length === 1 ? '1 LLM request' : `${counted(requests.length)} LLM requests`;
  return element(
    'details',
    { class: 'requests' },
    element('summary', {}, title),
    element('ol', {}, ...requests.map(requestItem)),
  );
}

/** @param {PageRequest} request */
function requestItem({ model, messages, answer, error }) {
  return element(
    'li',
    {},
    element('p', { class: 'model' }, element('code', { dir: 'auto' }, texts[model] ?? '')),
    ...messages.flatMap(({ role, content }) => textBlock(texts[role] ?? '', content)),
    ...(error === undefined ? textBlock('Answer', answer, 'answer') : textBlock('Error', error, 'error')),
  );
}

// Pages

function show() {
  const start = page * ROWS_OF_A_PAGE;
  const rows = found.slice(start, start + ROWS_OF_A_PAGE);
  body.replaceChildren(...rows.flatMap(rowOf));
  if (rows.length === 0) {
    const nobody = element(
      'td',
      { colspan: String(columnCount()), class: 'nothing' },
      records.length === 0 ? 'The dataset has no records.' : 'No record is like that.',
    );
    body.append(element('tr', {}, nobody));
  }
  const pageCount = Math.ceil(found.length / ROWS_OF_A_PAGE);
  const range = pageCount > 1 ? `${rangeOf(page)} of ` : '';
  const all = found.length === records.length ? '' : `, ${counted(records.length)} in all`;
  byId('shown').textContent =
    `${range}${counted(found.length)} ${found.length === 1 ? 'record' : 'records'}${all}`;
  for (const id of ['pages', 'pages-below']) showPages(byId(id), pageCount);
}

/** @param {number} number of a page */
function rangeOf(number) {
  const first = number * ROWS_OF_A_PAGE;
  return `${counted(first + 1)}–${counted(Math.min(first + ROWS_OF_A_PAGE, found.length))}`;
}

/**
 * @param {HTMLElement} nav
 * @param {number} pageCount
 */
function showPages(nav, pageCount) {
  nav.hidden = pageCount <= 1;
  if (nav.hidden) return;
  const choice = /** @type {HTMLSelectElement} */ (nav.querySelector('select'));
  if (choice.length !== pageCount || choice.options[pageCount - 1]?.text !== rangeOf(pageCount - 1)) {
    choice.replaceChildren(
      ...Array.from({ length: pageCount }, (_, number) =>
        element('option', { value: String(number) }, rangeOf(number)),
      ),
    );
  }
  choice.value = String(page);
  // A button that is disabled would lose the focus of who has just pressed it.
  nav.querySelector('.previous')?.setAttribute('aria-disabled', String(page === 0));
  nav.querySelector('.next')?.setAttribute('aria-disabled', String(page === pageCount - 1));
}

/** @param {HTMLElement} nav */
function makePages(nav) {
  const previous = element('button', { type: 'button', class: 'previous' }, 'Previous');
  const next = element('button', { type: 'button', class: 'next' }, 'Next');
  const choice = /** @type {HTMLSelectElement} */ (element('select', { 'aria-label': 'Records shown' }));
  nav.append(previous, choice, next);
  /** @param {number} number */
  const turnTo = (number) => {
    if (number < 0 || number * ROWS_OF_A_PAGE >= found.length) return;
    page = number;
    show();
    const table = byId('records-table');
    if (table.getBoundingClientRect().top < 0) table.scrollIntoView();
  };
  previous.addEventListener('click', () => turnTo(page - 1));
  next.addEventListener('click', () => turnTo(page + 1));
  choice.addEventListener('change', () => turnTo(Number(choice.value)));
}

function filter() {
  found = recordsFound();
  page = 0;
  show();
}

/**
 * @param {HTMLSelectElement} select
 * @param {readonly (readonly [value: string, title: string])[]} options
 */
function fill(select, options) {
  select.append(...options.map(([value, title]) => element('option', { value }, title)));
}

function makeTable() {
  const right = passes[judged]?.name === 'expected';
  fill(resultFilter, [
    ['', 'Any result'],
    ['failed', right ? 'Failed with the right answer' : 'Failed'],
    ...(wrong === -1 ? [] : [/** @type {const} */ (['passed-wrong', 'Passed with a wrong answer'])]),
    ['error', 'Errors'],
  ]);
  fill(evaluatorFilter, [
    ['', 'Any evaluator'],
    ...evaluators.map(({ name }, index) => /** @type {const} */ ([String(index), name])),
  ]);
  const heading = (/** @type {string} */ title, kind = '') =>
    element('th', { scope: 'col', class: kind }, title);
  byId('records-head').append(
    heading('#'),
    heading('Input'),
    heading('Expected output', 'wide-only'),
    ...passes.map(({ title }) => heading(title, 'pass')),
  );
  for (const id of ['pages', 'pages-below']) makePages(byId(id));
  filters.addEventListener('input', filter);
  filters.addEventListener('submit', (event) => event.preventDefault());
  // The event comes before the fields are empty.
  filters.addEventListener('reset', () => setTimeout(filter));
  narrow.addEventListener('change', show);
  byId('records-view').hidden = false;
  show();
}

// The rest of the page

function makeThemeButton() {
  const button = byId('theme');
  const root = document.documentElement;
  const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ?? (systemIsDark.matches ? 'dark' : 'light')) === 'dark';
  const name = () => (button.textContent = isDark() ? 'Light colours' : 'Dark colours');
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    name();
  });
  systemIsDark.addEventListener('change', name);
  name();
  button.hidden = false;
}

/** A line that is linked to may be in code that is folded away. */
function openCodeForLinks() {
  const code = /** @type {HTMLDetailsElement} */ (document.querySelector('#code details'));
  for (const link of document.querySelectorAll('a[href^="#L"]')) {
    link.addEventListener('click', () => (code.open = true));
  }
}

makeTable();
makeThemeButton();
openCodeForLinks();
