/** A modal of the platform: focus is kept inside, Esc closes, the page behind is inert and its keys rest. */
import { useEffect, useRef, type ReactNode } from 'react';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import './dialog.css';

interface DialogProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
}

export function Dialog({ label, children, onClose }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useShortcuts({ Escape: onClose }, { modal: true });
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      className="dialog"
      aria-label={label}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
