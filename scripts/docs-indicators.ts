/** Writes docs/guide/indicators.md and its Japanese twin from the catalog and a run of the vectors: npm run docs:indicators */
import { writeFileSync } from 'node:fs';
import { conformance } from '../test/vectors/conformance.ts';
import { guide } from './indicator-guide/guide.ts';

const results = conformance();
if (results === null) {
  console.error(
    'The vectors are absent: set FXALERT_SHARED to the folder that holds vectors/. Nothing was written.',
  );
  process.exitCode = 1;
} else {
  for (const language of ['en', 'ja'] as const) {
    const path = new URL(`../docs/guide/indicators${language === 'ja' ? '.ja' : ''}.md`, import.meta.url);
    writeFileSync(path, guide(language, results));
  }
}
