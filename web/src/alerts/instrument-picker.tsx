/** The instruments an alert watches, as chips; adding is a choice of those that are not in it yet. */
import { useTranslation } from 'react-i18next';
import { useInstruments } from '../api/queries.ts';

interface InstrumentPickerProps {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

export function InstrumentPicker({ value, onChange }: InstrumentPickerProps) {
  const { t } = useTranslation();
  const { data } = useInstruments();
  const rest = data?.filter((one) => !value.includes(one.id)) ?? [];
  return (
    <div className="instrument-picker" role="group" aria-label={t('alerts.instruments')}>
      {value.map((id) => (
        <button
          key={id}
          type="button"
          className="chip"
          aria-pressed="true"
          aria-label={t('alerts.removeInstrument', { instrument: id })}
          onClick={() => onChange(value.filter((other) => other !== id))}
        >
          {id} <span aria-hidden="true">×</span>
        </button>
      ))}
      <select
        className="input"
        aria-label={t('alerts.addInstrument')}
        value=""
        onChange={(event) => onChange([...value, event.target.value])}
      >
        <option value="">{t('alerts.addInstrument')}</option>
        {rest.map((one) => (
          <option key={one.id} value={one.id}>
            {one.id}
          </option>
        ))}
      </select>
    </div>
  );
}
