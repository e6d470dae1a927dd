export { default } from './generator.js';
export type { ComposeOptions, ExperimentOptions } from './options.js';
