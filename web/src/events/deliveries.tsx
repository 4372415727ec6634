/** The life of each delivery: attempts with their latency and the provider's answer, and sending it again. */
import { useTranslation } from 'react-i18next';
import type { EventView } from '../../../src/api/contract/events.ts';
import { useRedeliver } from '../api/actions.ts';
import { useDelivery } from '../api/queries.ts';
import { formatTime } from '../format/time.ts';
import { useServices } from '../services.ts';
import { useZone } from '../settings/use-settings.ts';
import { useFailureText } from '../ui/use-failure-text.ts';

type Summary = EventView['deliveries'][number];

const TONES = { pending: 'muted', sending: 'accent', sent: 'good', dead: 'bad' } as const;

export function Deliveries({ deliveries }: { deliveries: readonly Summary[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('delivery.title')}</h2>
      {deliveries.length === 0 && <p className="muted">{t('delivery.nobodyLong')}</p>}
      {deliveries.map((delivery) => (
        <Item key={delivery.id} delivery={delivery} />
      ))}
    </section>
  );
}

function Item({ delivery }: { delivery: Summary }) {
  const { t } = useTranslation();
  const zone = useZone();
  const { notify } = useServices();
  const failureText = useFailureText();
  const { data } = useDelivery(delivery.id);
  const redeliver = useRedeliver();
  const done = delivery.status === 'sent' || delivery.status === 'dead';
  return (
    <div className="delivery">
      <div className="delivery-head">
        <b>{delivery.channel}</b>
        <span className="badge" data-tone={TONES[delivery.status]}>
          {t(`delivery.${delivery.status}`)}
        </span>
        {delivery.reason !== null && <span className="bad">{delivery.reason}</span>}
        <button
          type="button"
          className="button push"
          data-size="small"
          disabled={!done || redeliver.isPending}
          onClick={() =>
            redeliver.mutate(delivery.id, {
              onSuccess: () =>
                notify({ tone: 'info', text: t('delivery.again', { channel: delivery.channel }) }),
              onError: (error) => notify({ tone: 'error', text: failureText(error) }),
            })
          }
        >
          {t('delivery.redeliver')}
        </button>
      </div>
      {data !== undefined && data.log.length > 0 && (
        <table className="attempts">
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{t('delivery.at')}</th>
              <th scope="col" className="number">
                ms
              </th>
              <th scope="col">{t('delivery.result')}</th>
              <th scope="col">{t('delivery.answer')}</th>
            </tr>
          </thead>
          <tbody>
            {data.log.map((attempt) => (
              <tr key={attempt.number}>
                <td>{attempt.number}</td>
                <td>{formatTime(Date.parse(attempt.startedAt), zone)}</td>
                <td className="number">{attempt.tookMs.toFixed(0)}</td>
                <td>{t(`delivery.results.${attempt.result}`)}</td>
                <td className="code">{attempt.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
