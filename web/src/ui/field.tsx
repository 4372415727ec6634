/** A labelled field with its hint and its error. The control is the child, inside the label. */
import type { ReactNode } from 'react';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly children: ReactNode;
}

export function Field({ label, hint, error, children }: FieldProps) {
  return (
    <label className="field">
      <span className="caption">
        {label}
        {hint !== undefined && <span>{hint}</span>}
      </span>
      {children}
      {error !== null && error !== undefined && (
        <span className="field-error" role="alert">
          {error}
        </span>
      )}
    </label>
  );
}
