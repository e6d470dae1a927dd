import { expect, it } from 'vitest';
import { packagesOf } from '../../lib/python/packages.js';
import { installHint, refuseUnfit, type FileLook } from '../../lib/try/look-at-file.js';
import type { TriedFile } from '../../lib/try/tried-file.js';

const file: TriedFile = { path: '/a b/x.py', name: 'x.py', format: 'script', code: '' };
const python = { command: '/a b/bin/python', leadingArguments: [] };
const fine: FileLook = {
  executable: '/a b/bin/python',
  version: '3.11.2',
  ddtrace: '4.16.0',
  kernel: false,
  fault: null,
  missing: [],
  env_files: [],
  asserted: [],
};

it.each([
  [
    ['ddtrace.llmobs', 'openai'],
    ['ddtrace>=4.7', 'openai'],
  ],
  [['dotenv'], ['python-dotenv']],
  [['google.genai', 'google.genai.types'], ['google-genai']],
  [['google.cloud.aiplatform'], ['google-cloud-aiplatform']],
  [['langchain_openai.chat_models', 'langchain_openai'], ['langchain-openai']],
  [
    ['toString', 'constructor'],
    ['toString', 'constructor'],
  ],
])('%s is installed as %s', (modules, packages) => {
  expect(packagesOf(modules)).toEqual(packages);
});

it('writes a line to copy, quoted where a shell needs it', () => {
  expect(installHint(python, ['ddtrace>=4.7', 'openai'])).toContain(
    'Install: "/a b/bin/python" -m pip install "ddtrace>=4.7" openai\n',
  );
});

it.each<{ look: Partial<FileLook>; message: string }>([
  {
    look: { fault: { place: '', line: 3, message: 'invalid syntax' } },
    message: 'x.py, line 3: invalid syntax',
  },
  {
    look: { fault: { place: 'code cell 2', line: 1, message: 'invalid syntax' } },
    message: 'x.py, code cell 2, line 1: invalid syntax',
  },
  {
    look: {
      missing: [
        { module: 'ddtrace.llmobs', place: '', line: 7 },
        { module: 'openai', place: '', line: 9 },
      ],
    },
    message: 'x.py, line 7 imports ddtrace.llmobs, which this Python does not have, nor openai',
  },
  { look: { ddtrace: '3.19.0' }, message: 'ddtrace 3.19.0 is installed' },
  { look: { ddtrace: '4.6.9' }, message: 'ddtrace 4.6.9 is installed' },
])('refuses $look', ({ look, message }) => {
  expect(() => {
    refuseUnfit(file, python, { ...fine, ...look });
  }).toThrow(message);
});

it.each(['4.7.0', '4.16.0', '4.10.0rc1', '5.0'])('takes ddtrace %s', (ddtrace) => {
  expect(() => {
    refuseUnfit(file, python, { ...fine, ddtrace });
  }).not.toThrow();
});
