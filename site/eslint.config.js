import js from '@eslint/js';
import globals from 'globals';

const worker = 'public/js/browser/checksum-worker.js';

export default [
  { ignores: ['target/', '**/node_modules/'] },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-shadow': 'error',
    },
  },
  { files: ['public/**'], ignores: [worker], languageOptions: { globals: globals.browser } },
  { files: [worker], languageOptions: { globals: globals.worker, sourceType: 'script' } },
  { files: ['src/test/js/**', 'tools/**'], languageOptions: { globals: globals.node } },
];
