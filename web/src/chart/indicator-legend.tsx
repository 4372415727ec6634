/** The indicators on the chart: each with its values under the pointer, its lines, and the way to remove it or to draw another. */
import { useEffect, useMemo, useState, type FormEvent, type RefObject } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { InstrumentView } from '../../../src/api/contract/market.ts';
import { loadIndicator, useIndicator } from '../api/queries.ts';
import { ApiFailure } from '../api/problem.ts';
import { formatPrice } from '../format/price.ts';
import { useServices } from '../services.ts';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import { useStore } from '../store.ts';
import { useFailureText } from '../ui/use-failure-text.ts';
import { MOST_INDICATORS, shownIndicators } from './indicator-choice.ts';
import { rowAt, seriesOf, type DrawnOutput } from './indicator-line.ts';
import type { PriceChart } from './price-chart.ts';
import { seriesName } from './use-chart-candles.ts';
import './indicator-legend.css';

/** Asked for in steps of as many as the chart starts with, so that not every candle is another question. */
const STEP = 500;
/** As many as one answer has. Pages would not join: what depends on where it began has other values on each. */
const MOST_VALUES = 5_000;

interface LegendProps {
  readonly chart: RefObject<PriceChart | null>;
  readonly instrument: InstrumentView;
  readonly timeframe: string;
  readonly price: 'bid' | 'ask' | 'mid';
  readonly inUse: readonly string[];
  /** On the chart, with the forming one. */
  readonly candles: number;
  /** When the candle under the pointer opened; null shows the newest values. */
  readonly at: number | null;
}

export function IndicatorLegend(props: LegendProps) {
  const { inUse, candles } = props;
  const { t } = useTranslation();
  const { indicators } = useServices();
  const { shown, left } = shownIndicators(inUse, useStore(indicators));
  const number = MOST_INDICATORS;
  return (
    <div className="indicators">
      {shown.length > 0 && (
        <ul aria-label={t('chart.indicators.label')}>
          {shown.map((indicator, slot) => (
            <Indicator key={indicator} {...props} indicator={indicator} slot={slot} />
          ))}
        </ul>
      )}
      {shown.length > 0 && candles > MOST_VALUES + 1 && (
        <p className="muted">{t('chart.indicators.reach', { number: MOST_VALUES.toLocaleString('en') })}</p>
      )}
      {shown.length < MOST_INDICATORS ? (
        <AddIndicator {...props} />
      ) : (
        <p className="muted">
          {left > 0 ? t('chart.indicators.left', { number, left }) : t('chart.indicators.most', { number })}
        </p>
      )}
    </div>
  );
}

interface IndicatorProps extends LegendProps {
  readonly indicator: string;
  readonly slot: number;
}

function Indicator(props: IndicatorProps) {
  const { chart, instrument, timeframe, price, inUse, candles, at, indicator, slot } = props;
  const { t } = useTranslation();
  const { indicators } = useServices();
  const failureText = useFailureText();
  const limit = Math.min(MOST_VALUES, Math.max(1, Math.ceil((candles - 1) / STEP)) * STEP);
  const { id, digits } = instrument;
  const { data, error } = useIndicator({ instrument: id, timeframe, price, limit }, indicator);
  const plot = useMemo(
    () =>
      data && { ...seriesOf(data, digits), series: seriesName({ instrument: id, timeframe, price }), slot },
    [data, digits, id, timeframe, price, slot],
  );
  useEffect(() => {
    if (plot !== undefined) chart.current?.setIndicator(plot);
  }, [chart, plot]);
  useEffect(() => () => chart.current?.removeIndicator(indicator), [chart, indicator]);

  const row = plot === undefined ? null : rowAt(plot.rows, at);
  return (
    <li>
      <span className="code">{indicator}</span>
      {plot?.outputs.map((output, i) => (
        <OutputValue
          key={output.name}
          output={output}
          isNamed={plot.outputs.length > 1}
          swatch={{ slot, style: i }}
          value={row?.values[output.index] ?? null}
        />
      ))}
      {error !== null && <span className="bad">{failureText(error)}</span>}
      <button
        type="button"
        className="button"
        data-kind="quiet"
        data-size="small"
        aria-label={t('chart.indicators.remove', { indicator })}
        title={t('chart.indicators.remove', { indicator })}
        onClick={() => indicators.remove(indicator, { isInUse: inUse.includes(indicator) })}
      >
        ×
      </button>
    </li>
  );
}

interface OutputValueProps {
  readonly output: DrawnOutput;
  readonly isNamed: boolean;
  readonly swatch: { readonly slot: number; readonly style: number };
  readonly value: number | null;
}

/** A dash where nothing is known: not warmed up at that candle, or the candle still forms. */
function OutputValue({ output, isNamed, swatch, value }: OutputValueProps) {
  return (
    <span className="indicator-value">
      <i data-style={swatch.style} style={{ borderTopColor: `var(--plot-${swatch.slot + 1})` }} />
      {isNamed && <span className="muted">{output.name}</span>} {formatPrice(value, output.digits)}
    </span>
  );
}

/** A button, which opens to a field for an indicator as a condition names it. */
function AddIndicator({ instrument, timeframe, price }: LegendProps) {
  const { t } = useTranslation();
  const { api, indicators } = useServices();
  const failureText = useFailureText();
  const [text, setText] = useState<string | null>(null);
  const ask = useMutation({
    mutationFn: (indicator: string) =>
      loadIndicator(api, { instrument: instrument.id, timeframe, price, limit: 1, indicator }),
    onSuccess: ({ indicator }) => {
      indicators.add(indicator);
      setText(null);
    },
  });
  const change = (next: string | null): void => {
    ask.reset();
    setText(next);
  };
  useShortcuts(text === null ? {} : { Escape: () => change(null) });

  if (text === null)
    return (
      <button type="button" className="button" data-kind="quiet" data-size="small" onClick={() => change('')}>
        + {t('chart.indicators.open')}
      </button>
    );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    ask.mutate(text);
  };
  return (
    <form onSubmit={submit}>
      <input
        className="input code"
        aria-label={t('chart.indicators.field')}
        aria-invalid={ask.isError}
        placeholder={t('chart.indicators.example')}
        maxLength={200}
        required
        autoFocus
        autoCapitalize="off"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => change(event.target.value)}
      />
      <button className="button" data-size="small" disabled={ask.isPending}>
        {t('chart.indicators.add')}
      </button>
      <button
        type="button"
        className="button"
        data-kind="quiet"
        data-size="small"
        onClick={() => change(null)}
      >
        {t('cancel')}
      </button>
      {ask.error !== null && (
        <p className="field-error" role="alert">
          {languageError(ask.error) ?? failureText(ask.error)}
        </p>
      )}
    </form>
  );
}

/** In the reader's language, without the place: the field has one line. */
function languageError(error: Error): string | null {
  return error instanceof ApiFailure ? (error.problem?.condition?.message ?? null) : null;
}
