/** Each operand and its value in its own unit, at a firing or now: prices with their digits, spreads in pips. An unknown one says so. */
import { useTranslation } from 'react-i18next';
import { operandValueText } from '../../../src/market/number-text.ts';
import { useInstruments } from '../api/queries.ts';
import './operand-table.css';

interface OperandTableProps {
  readonly operands: Readonly<Record<string, number | null>>;
  /** What operands without a name of their own are of. */
  readonly instrument: string;
  readonly caption: string;
}

export function OperandTable({ operands, instrument, caption }: OperandTableProps) {
  const { t } = useTranslation();
  const { data: instruments } = useInstruments();
  const instrumentOf = (id: string | null) =>
    instruments?.find((one) => one.id === (id ?? instrument)) ?? null;
  const rows = Object.entries(operands);
  if (rows.length === 0) return null;
  return (
    <table className="operands">
      <caption className="caption">{caption}</caption>
      <tbody>
        {rows.map(([operand, value]) => (
          <tr key={operand}>
            <th scope="row" className="code">
              {operand}
            </th>
            <td className="number">
              {value === null ? (
                <span className="muted">{t('condition.unknown')}</span>
              ) : (
                operandValueText(operand, value, instrumentOf)
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
