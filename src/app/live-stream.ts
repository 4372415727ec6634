/** What the open pages are told: quotes, closed candles, events, deliveries, alerts and the state of the system. */
import type { ClosedCandle, StoredEvent } from '../alerts/ports.ts';
import type { AlertId } from '../alerts/alert.ts';
import type { DeliveryDesk, MarketView, SystemStatus } from '../api/services.ts';
import type { StreamHub } from '../api/stream/stream-hub.ts';
import { deliverySummary, eventView } from '../api/views/event-view.ts';
import { candleView, quoteView, statusView } from '../api/views/market-view.ts';
import type { Engine } from '../alerts/engine.ts';
import type { Tick } from '../market/tick.ts';
import { quoteOf } from './services/market-desk.ts';
import type { Delivery } from '../notify/delivery.ts';

interface LiveStreamPorts {
  readonly hub: StreamHub;
  readonly market: MarketView;
  readonly deliveries: Pick<DeliveryDesk, 'ofEvents'>;
  readonly engine: () => Pick<Engine, 'forming'>;
  readonly simulated: () => boolean;
}

export class LiveStream {
  readonly #ports: LiveStreamPorts;

  constructor(ports: LiveStreamPorts) {
    this.#ports = ports;
  }

  tick(tick: Tick): void {
    const { hub, market, engine, simulated } = this.#ports;
    if (hub.size === 0) return;
    const instrument = market.instrument(tick.instrument);
    if (instrument !== null) hub.quote(quoteView(instrument, quoteOf(engine(), tick, simulated())));
  }

  candles(closed: readonly ClosedCandle[]): void {
    const { hub } = this.#ports;
    if (hub.size === 0) return;
    for (const { source, candle } of closed) {
      const { instrument, timeframe, basis } = source;
      hub.publish({
        type: 'candle',
        data: { instrument, timeframe, price: basis, candle: candleView(candle) },
      });
    }
  }

  async events(stored: readonly StoredEvent[]): Promise<void> {
    const { hub, deliveries } = this.#ports;
    if (hub.size === 0) return;
    const byEvent = await deliveries.ofEvents(stored.map((event) => event.id));
    for (const event of stored)
      hub.publish({ type: 'event', data: eventView(event, byEvent.get(event.id) ?? []) });
  }

  delivery(delivery: Delivery): void {
    const data = { eventId: delivery.eventId, delivery: deliverySummary(delivery) };
    this.#ports.hub.publish({ type: 'delivery', data });
  }

  alert(id: AlertId, status: string): void {
    this.#ports.hub.publish({ type: 'alert', data: { id, status } });
  }

  status(status: SystemStatus): void {
    this.#ports.hub.publish({ type: 'status', data: statusView(status) });
  }
}
