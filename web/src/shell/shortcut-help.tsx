/** All keys at a glance. */
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog.tsx';
import { PAGES } from './nav.ts';
import './shortcut-help.css';

export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const rows: readonly (readonly [string, string])[] = [
    ['/', t('help.search')],
    ['a', t('help.newAlert')],
    ...PAGES.map((page) => [page.keys, t(`nav.${page.name}`)] as const),
    ['j k', t('help.move')],
    ['Enter', t('help.open')],
    ['x', t('help.mark')],
    ['p', t('help.pause')],
    ['Esc', t('help.back')],
    ['Ctrl Enter', t('help.arm')],
    ['← →', t('help.scroll')],
    ['+ -', t('help.zoom')],
    ['Home End', t('help.ends')],
    ['?', t('help.title')],
  ];
  return (
    <Dialog label={t('help.title')} onClose={onClose}>
      <div className="panel-head">
        <h2>{t('help.title')}</h2>
        <button type="button" className="button push" data-kind="quiet" data-size="small" onClick={onClose}>
          {t('close')}
        </button>
      </div>
      <dl className="shortcut-help">
        {rows.map(([keys, text]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
