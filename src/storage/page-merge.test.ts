import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergePages } from './page-merge.ts';

const pagesOf = async function* (items: readonly number[], size: number) {
  for (let i = 0; i < items.length; i += size) yield await Promise.resolve(items.slice(i, i + size));
};
const byValue = (a: number, b: number): number => a - b;

async function merged(streams: readonly (readonly number[])[], pageSize: number): Promise<number[][]> {
  const pages: number[][] = [];
  const sources = streams.map((items, i) => pagesOf(items, i + 1));
  for await (const page of mergePages(sources, byValue, pageSize)) pages.push([...page]);
  return pages;
}

describe('mergePages', () => {
  it('gives everything in order, in full pages', async () => {
    const sorted = fc.array(fc.integer({ min: 0, max: 50 })).map((items) => items.toSorted(byValue));
    await fc.assert(
      fc.asyncProperty(
        fc.array(sorted, { maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        async (streams, size) => {
          const pages = await merged(streams, size);
          expect(pages.flat()).toEqual(streams.flat().toSorted(byValue));
          expect(pages.slice(0, -1).every((page) => page.length === size)).toBe(true);
          expect(pages.every((page) => page.length > 0)).toBe(true);
        },
      ),
    );
  });

  it('takes equal items from the earlier stream first', async () => {
    const of = async function* (name: string) {
      yield await Promise.resolve([name, name]);
    };
    const pages: string[] = [];
    for await (const page of mergePages([of('a'), of('b')], () => 0, 10)) pages.push(...page);
    expect(pages).toEqual(['a', 'a', 'b', 'b']);
  });

  it('passes over empty pages and stops the sources when the reader stops', async () => {
    let stopped = 0;
    const endless = async function* (start: number) {
      try {
        for (let i = start; ; i += 2) {
          yield [];
          yield await Promise.resolve([i]);
        }
      } finally {
        stopped++;
      }
    };
    for await (const page of mergePages([endless(0), endless(1)], byValue, 4)) {
      expect(page).toEqual([0, 1, 2, 3]);
      break;
    }
    expect(stopped).toBe(2);
  });
});
