/** The house rules of docs/decisions/0001, executed. Each gate first asserts that it saw files: a gate that saw nothing is green. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { type ICruiseResult, cruise } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';
import { LAYER_RULES } from './layers.ts';

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  encoding: 'utf8',
  maxBuffer: 1 << 26,
});
const files = listed.split('\0').filter((name) => name !== '' && existsSync(name));
const sources = files.filter((name) => /^(src|web\/src)\/.*\.tsx?$/.test(name));
const read = (name: string) => readFileSync(name, 'utf8');

describe('the layers', () => {
  let result: ICruiseResult;
  beforeAll(async () => {
    const output = await cruise(['src', 'web/src'], {
      ruleSet: { forbidden: LAYER_RULES },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
    });
    result = output.output as ICruiseResult;
  }, 60_000);

  it('were looked at: every source file is in the graph', () => {
    const seen = new Set(result.modules.map((module) => module.source));
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter((name) => !seen.has(name))).toEqual([]);
  });

  it('hold', () => {
    const sentences = result.summary.violations.map(
      ({ from, to, rule }) =>
        `${from} -> ${to}: ${LAYER_RULES.find(({ name }) => name === rule.name)?.comment ?? rule.name}`,
    );
    expect(sentences).toEqual([]);
  });
});

describe('every source file', () => {
  it('is there to be looked at', () => expect(sources.length).toBeGreaterThan(50));

  it('has at most 400 lines: split it by what changes together', () => {
    const long = sources.filter(
      (name) => !name.endsWith('zone-transitions.ts') && read(name).split('\n').length > 400,
    );
    expect(long).toEqual([]);
  });

  it('opens with what it is', () => {
    const silent = sources.filter(
      (name) => !/\.test\.tsx?$/.test(name) && !/^(#!.*\n)?\/[/*]/.test(read(name)),
    );
    expect(silent).toEqual([]);
  });

  it('is named in kebab-case, after its main export', () => {
    expect(
      sources.filter(
        (name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.tsx?$/.test(name.split('/').at(-1) ?? ''),
      ),
    ).toEqual([]);
  });

  it('has no index barrel and lies in no drawer for leftovers', () => {
    expect(
      sources.filter(
        (name) =>
          name.startsWith('src/') &&
          /(^|\/)(index\.tsx?|utils?|common|helpers?|types)(\/|$)/.test(
            name.replace('src/api/contract/common.ts', ''),
          ),
      ),
    ).toEqual([]);
  });

  it('leaves nothing for later', () => {
    expect(sources.filter((name) => /\b(TODO|FIXME|XXX)\b/.test(read(name)))).toEqual([]);
  });
});

describe('every test', () => {
  const tests = files.filter((name) => /\.test\.tsx?$/.test(name));
  it('is there to be looked at', () => expect(tests.length).toBeGreaterThan(20));

  it('runs: none is skipped, none hides the others', () => {
    const marker = new RegExp(`\\b(it|test|describe)\\.(only|skip|todo)\\b`);
    expect(tests.filter((name) => marker.test(read(name)))).toEqual([]);
  });
});

describe('exports', () => {
  it('are used by another file: drop the word export, or the code', () => {
    const code = files.filter((name) => /\.(tsx?|mjs)$/.test(name));
    const words = new Map<string, Set<string>>();
    for (const name of code) {
      for (const word of new Set(read(name).match(/[A-Za-z_$][\w$]*/g) ?? [])) {
        let users = words.get(word);
        if (users === undefined) words.set(word, (users = new Set()));
        users.add(name);
      }
    }
    const dead = sources.flatMap((name) =>
      [
        ...read(name).matchAll(
          /^export (?:abstract )?(?:async )?(?:const|function\*?|class|type|interface) ([A-Za-z_$][\w$]*)/gm,
        ),
      ]
        .filter(([, word]) => (words.get(word ?? '')?.size ?? 0) < 2)
        .map(([, word]) => `${name}: ${word}`),
    );
    expect(dead).toEqual([]);
  });
});

describe('the map', () => {
  it('of src/README.md names every folder of src', () => {
    const folders = new Set(
      sources.filter((name) => name.startsWith('src/')).map((name) => name.split('/')[1]),
    );
    const map = read('src/README.md');
    expect([...folders].filter((name) => !name?.endsWith('.ts') && !map.includes(`${name}/`))).toEqual([]);
  });
});

describe('the repository', () => {
  it('holds no large file and no path of one machine', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(
      files.filter((name) => name !== 'package-lock.json' && readFileSync(name).length > 1_000_000),
    ).toEqual([]);
    const home = ['/work', '/'].join('');
    expect(
      files.filter(
        (name) =>
          /\.(ts|tsx|mjs|md|json|yml|yaml|sh)$/.test(name) &&
          new RegExp(`(^|[\\s"'\`(])${home}`).test(read(name)),
      ),
    ).toEqual([]);
  });
});
