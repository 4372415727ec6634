/** Beside the text: what it depends on, what each operand is now, or what is wrong and how to mend it. */
import { useTranslation } from 'react-i18next';
import type { CheckAnswer } from '../../../src/api/contract/alerts.ts';
import type { ConditionProblem } from '../api/problem.ts';
import { OperandTable } from '../events/operand-table.tsx';
import { useClockText } from './clock-text.ts';

interface ConditionFactsProps {
  readonly answer: CheckAnswer;
  readonly instrument: string;
  readonly onMend: (problem: ConditionProblem) => void;
}

export function ConditionFacts({ answer, instrument, onMend }: ConditionFactsProps) {
  const { t } = useTranslation();
  const clockText = useClockText();
  if (!answer.ok) {
    const { error } = answer;
    return (
      <div className="condition-problem" role="alert">
        <p>
          {error.message}{' '}
          <span className="muted">{t('condition.place', { line: error.line, column: error.column })}</span>
        </p>
        {error.suggestion !== null && (
          <button type="button" className="button" data-size="small" onClick={() => onMend(error)}>
            {t('condition.mend', { text: error.suggestion })}
          </button>
        )}
      </div>
    );
  }
  return (
    <div className="condition-facts">
      <p className="muted">
        <span className="badge" data-tone="muted" title={t(`condition.${answer.kind}Long`)}>
          {t(`condition.${answer.kind}`)}
        </span>{' '}
        {clockText(answer.clock)}
      </p>
      <OperandTable operands={answer.operands} instrument={instrument} caption={t('condition.now')} />
    </div>
  );
}
