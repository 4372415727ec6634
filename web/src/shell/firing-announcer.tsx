/** A firing is told in a notice (a live region for screen readers) and counted in the title until the page is looked at. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventView } from '../../../src/api/contract/events.ts';
import { useInstruments } from '../api/queries.ts';
import { formatPrice } from '../format/price.ts';
import { useServices } from '../services.ts';

export function FiringAnnouncer() {
  const { t } = useTranslation();
  const { firings, notify } = useServices();
  const { data: instruments } = useInstruments();
  const navigate = useNavigate();
  const [unseen, setUnseen] = useState(0);

  const announce = useEffectEvent((event: EventView) => {
    const digits = instruments?.find((one) => one.id === event.instrument)?.digits ?? 5;
    const { kind, name, instrument } = event;
    const text =
      kind === 'fired'
        ? t('events.firedNotice', { name, instrument, bid: formatPrice(event.bid, digits) })
        : t('events.kindNotice', { name, kind: t(`events.kinds.${kind}`) });
    notify({
      tone: 'firing',
      text: event.simulated ? `${text} · ${t('feed.simulated')}` : text,
      action: { label: t('open'), run: () => void navigate({ to: '/events/$id', params: { id: event.id } }) },
    });
    if (document.hidden) setUnseen((count) => count + 1);
  });
  useEffect(() => firings.listen(announce), [firings]);
  useEffect(() => {
    const seen = (): void => {
      if (!document.hidden) setUnseen(0);
    };
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, []);
  return <title>{unseen > 0 ? `(${unseen}) fxalert` : 'fxalert'}</title>;
}
