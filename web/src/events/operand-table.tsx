/** Each operand and its value: at a firing, or now. An unknown one says so. */
import { useTranslation } from 'react-i18next';
import { formatOperand } from '../format/price.ts';
import './operand-table.css';

interface OperandTableProps {
  readonly operands: Readonly<Record<string, number | null>>;
  readonly digits: number;
  readonly caption: string;
}

export function OperandTable({ operands, digits, caption }: OperandTableProps) {
  const { t } = useTranslation();
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
                formatOperand(value, digits)
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
