/** The chart paints on a canvas, so it takes the page's custom properties as values. */
export interface ChartColours {
  readonly panel: string;
  readonly raised: string;
  readonly line: string;
  readonly grid: string;
  readonly muted: string;
  readonly faint: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly info: string;
  readonly up: string;
  readonly down: string;
  /** Of indicators, one each. */
  readonly plots: readonly string[];
  readonly font: string;
}

export function readChartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    panel: value('panel'),
    raised: value('line-strong'),
    line: value('line'),
    grid: value('grid'),
    muted: value('muted'),
    faint: value('faint'),
    accent: value('accent'),
    onAccent: value('on-accent'),
    info: value('info'),
    up: value('up'),
    down: value('down'),
    plots: [1, 2, 3, 4, 5, 6].map((slot) => value(`plot-${slot}`)),
    font: value('font'),
  };
}
