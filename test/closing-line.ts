import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with one plain line of totals, which any CI can read, whatever it knows of Vitest. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const totals = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== 'pending') totals[state] += 1;
      }
      // A file that cannot be loaded has no tests to count.
      if (module.state() === 'failed' && module.errors().length > 0) totals.failed += 1;
    }
    console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  }
}
