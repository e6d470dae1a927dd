// The empty generator under Yeoman's environment, without yo.
import { createRequire } from 'node:module';
import { createEnv } from 'yeoman-environment';

const environment = createEnv();
const generator = createRequire(import.meta.url).resolve('generator-empty/generators/app');
environment.register(generator, { namespace: 'empty:app' });
await environment.run(['empty:app'], {});
