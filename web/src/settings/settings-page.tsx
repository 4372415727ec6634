/** Language, zone, theme, colours; signing out; where the chart comes from. */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../clock/use-now.ts';
import { formatExact } from '../format/time.ts';
import { useServices } from '../services.ts';
import { Segments } from '../ui/segments.tsx';
import { isZone } from './settings.ts';
import { useSettings } from './use-settings.ts';
import './settings-page.css';

export function SettingsPage() {
  const { t } = useTranslation();
  const { settings, session } = useServices();
  const { language, theme, colours } = useSettings();
  return (
    <section className="panel settings-page">
      <div className="panel-head">
        <h1>{t('nav.settings')}</h1>
      </div>
      <div className="panel-body">
        <Setting label={t('settings.language')}>
          <Segments
            label={t('settings.language')}
            options={[
              { value: 'ja', text: '日本語' },
              { value: 'en', text: 'English' },
            ]}
            value={language}
            onChange={(next) => settings.change({ language: next })}
          />
        </Setting>
        <Setting label={t('settings.zone')}>
          <ZoneField />
        </Setting>
        <Setting label={t('settings.theme')}>
          <Segments
            label={t('settings.theme')}
            options={[
              { value: 'dark', text: t('settings.dark') },
              { value: 'light', text: t('settings.light') },
            ]}
            value={theme}
            onChange={(next) => settings.change({ theme: next })}
          />
        </Setting>
        <Setting label={t('settings.colours')}>
          <Segments
            label={t('settings.colours')}
            options={[
              { value: 'western', text: t('settings.western') },
              { value: 'japanese', text: t('settings.japanese') },
            ]}
            value={colours}
            onChange={(next) => settings.change({ colours: next })}
          />
          <span className="settings-sample" aria-hidden="true">
            <span data-change="up">▲ +0.42%</span> <span data-change="down">▼ −0.42%</span>
          </span>
        </Setting>
        <Setting label={t('settings.session')}>
          <button type="button" className="button" onClick={() => session.signOut()}>
            {t('settings.signOut')}
          </button>
        </Setting>
        <Setting label={t('settings.about')}>
          <a className="link" href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
            TradingView Lightweight Charts™
          </a>
          <span className="muted">© 2025 TradingView, Inc. · Apache-2.0</span>
          <a className="link" href="/docs">
            {t('settings.api')}
          </a>
        </Setting>
      </div>
    </section>
  );
}

function Setting({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="setting">
      <h2>{label}</h2>
      <div>{children}</div>
    </div>
  );
}

function ZoneField() {
  const { t } = useTranslation();
  const { settings } = useServices();
  const { zone } = useSettings();
  const [text, setText] = useState(zone);
  const now = useNow(1_000);
  const valid = isZone(text);
  return (
    <>
      <input
        className="input"
        list="zones"
        aria-label={t('settings.zone')}
        aria-invalid={!valid}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          if (isZone(event.target.value)) settings.change({ zone: event.target.value });
        }}
      />
      <datalist id="zones">
        {Intl.supportedValuesOf('timeZone').map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <span className={valid ? 'muted' : 'field-error'}>
        {valid ? formatExact(now, text) : t('settings.noZone')}
      </span>
    </>
  );
}
