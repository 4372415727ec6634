/** Search and commands behind `/`: instruments, pages, alerts by name, and what one does often. */
import { useNavigate } from '@tanstack/react-router';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { allItems } from '../api/pages.ts';
import { useAlerts, useInstruments } from '../api/queries.ts';
import { useServices } from '../services.ts';
import { useSettings } from '../settings/use-settings.ts';
import { Dialog } from '../ui/dialog.tsx';
import { PAGES } from './nav.ts';
import './palette.css';

interface Command {
  readonly id: string;
  readonly text: string;
  readonly detail: string;
  readonly run: () => void;
}

const SHOWN = 12;

export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [selected, setSelected] = useState(0);
  const all = useCommands(text);
  const words = text.toLowerCase().split(/\s+/);
  const found = all
    .filter((command) =>
      words.every((word) => `${command.text} ${command.detail}`.toLowerCase().includes(word)),
    )
    .slice(0, SHOWN);
  const current = Math.min(selected, found.length - 1);

  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setSelected((current + step + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(found[current]);
  };

  return (
    <Dialog label={t('palette.label')} onClose={onClose}>
      <input
        className="palette-input"
        placeholder={t('palette.placeholder')}
        value={text}
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[current] === undefined ? undefined : `palette-${found[current].id}`}
        aria-label={t('palette.label')}
        onChange={(event) => {
          setText(event.target.value);
          setSelected(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="palette-list" className="palette-list" role="listbox" aria-label={t('palette.label')}>
        {found.map((command, index) => (
          <li
            key={command.id}
            id={`palette-${command.id}`}
            role="option"
            aria-selected={index === current}
            onPointerMove={() => setSelected(index)}
            onClick={() => run(command)}
          >
            <span className="clip">{command.text}</span>
            <span className="muted clip">{command.detail}</span>
          </li>
        ))}
        {found.length === 0 && <li className="muted">{t('palette.nothing')}</li>}
      </ul>
    </Dialog>
  );
}

function useCommands(search: string): Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { settings } = useServices();
  const { theme, language } = useSettings();
  const { data: instruments } = useInstruments();
  const { data: alerts } = useAlerts({ search: search.trim() === '' ? undefined : search.trim() });
  return [
    ...(instruments ?? []).map((one) => ({
      id: one.id,
      text: one.id,
      detail: t('palette.instrument'),
      run: () => void navigate({ to: '/', search: (now: object) => ({ ...now, instrument: one.id }) }),
    })),
    {
      id: 'new',
      text: t('alerts.new'),
      detail: 'a',
      run: () => void navigate({ to: '/', search: (now: object) => ({ ...now, alert: 'new' }) }),
    },
    ...PAGES.map((page) => ({
      id: page.name,
      text: t(`nav.${page.name}`),
      detail: page.keys,
      run: () => void navigate({ to: page.to }),
    })),
    {
      id: 'theme',
      text: t(theme === 'dark' ? 'palette.light' : 'palette.dark'),
      detail: t('nav.settings'),
      run: () => settings.change({ theme: theme === 'dark' ? 'light' : 'dark' }),
    },
    {
      id: 'language',
      text: language === 'ja' ? 'English' : '日本語',
      detail: t('nav.settings'),
      run: () => settings.change({ language: language === 'ja' ? 'en' : 'ja' }),
    },
    ...allItems(alerts).map((alert) => ({
      id: alert.id,
      text: alert.name,
      detail: alert.when,
      run: () => void navigate({ to: '/', search: { alert: alert.id, instrument: alert.instruments[0] } }),
    })),
  ];
}
