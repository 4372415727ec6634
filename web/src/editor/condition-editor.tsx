/** The editor once it is loaded; until then a plain field with the same text, so that nobody waits to type. */
import { lazy, Suspense } from 'react';
import { instrumentId } from '../../../src/kernel/units.ts';
import { useInstruments } from '../api/queries.ts';
import { useSettings } from '../settings/use-settings.ts';
import type { ConditionFieldProps } from './condition-field.tsx';
import './condition-editor.css';

const ConditionField = lazy(() => import('./condition-field.tsx'));

interface ConditionEditorProps extends Omit<ConditionFieldProps, 'language' | 'context'> {
  readonly instrument: string;
  readonly basis: 'bid' | 'ask' | 'mid';
}

export function ConditionEditor({ instrument, basis, ...field }: ConditionEditorProps) {
  const { language } = useSettings();
  const { data } = useInstruments();
  const plain = (
    <textarea
      className="input code condition-plain"
      aria-label={field.label}
      placeholder={field.example}
      value={field.value}
      autoFocus={field.autoFocus}
      onChange={(event) => field.onChange(event.target.value)}
    />
  );
  if (data === undefined) return plain;
  const context = {
    instruments: new Map(data.map((one) => [one.id, { ...one, id: instrumentId(one.id) }])),
    defaultInstrument: instrument === '' ? null : instrumentId(instrument),
    basis,
  };
  return (
    <Suspense fallback={plain}>
      <ConditionField {...field} language={language} context={context} />
    </Suspense>
  );
}
