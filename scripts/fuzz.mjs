// Tries 5,000 random datasets of each kind; FUZZ_SEED=… tries those of an earlier run again.
import { startVitest } from 'vitest/node';

process.env.FUZZ_INPUTS ??= '5000';
await startVitest('test', ['test/exactness/fuzz.test.ts'], { project: 'unit', watch: false });
