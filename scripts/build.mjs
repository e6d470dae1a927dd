// Compiles to dist/, and puts beside the code what the compiler does not carry over.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, [compiler, '--project', 'tsconfig.build.json'], { stdio: 'inherit' });
for (const path of ['generators/app/templates', 'generators/app/USAGE']) {
  cpSync(path, `dist/${path}`, { recursive: true });
}
chmodSync('dist/bin/generator-llm-obs-experiment.js', 0o755);
