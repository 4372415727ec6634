/**
 * What an alert has in common with others, and an alert that shares it: of a million restored ones each holds but its own four fields, a
 * third of what a whole alert takes.
 */
import type { Alert } from '../alert.ts';

export type Settings = Omit<Alert, 'id' | 'revision' | 'name' | 'when'>;

const ALL: Readonly<Record<keyof Settings, true>> = {
  instruments: true,
  price: true,
  frequency: true,
  cooldownMs: true,
  hysteresis: true,
  maxFirings: true,
  expiresAt: true,
  expiryWarningMs: true,
  confirm: true,
  arms: true,
  standby: true,
  onArm: true,
  severity: true,
  channels: true,
  tags: true,
  message: true,
};
export const SETTINGS = Object.keys(ALL) as readonly (keyof Settings)[];

export function settingsOf(alert: Settings): Settings {
  return Object.fromEntries(SETTINGS.map((field) => [field, alert[field]])) as unknown as Settings;
}

/** With all fields its own, as JSON wants them. */
export function plainAlert(alert: Alert): Alert {
  const { id, revision, name, when } = alert;
  return { id, revision, name, when, ...settingsOf(alert) };
}

export class HeldAlert implements Alert {
  readonly id: string;
  readonly revision: number;
  readonly name: string;
  readonly when: string;
  readonly #settings: Settings;

  constructor({ id, revision, name, when }: Omit<Alert, keyof Settings>, settings: Settings) {
    this.id = id;
    this.revision = revision;
    this.name = name;
    this.when = when;
    this.#settings = settings;
  }

  get instruments(): Alert['instruments'] {
    return this.#settings.instruments;
  }
  get price(): Alert['price'] {
    return this.#settings.price;
  }
  get frequency(): Alert['frequency'] {
    return this.#settings.frequency;
  }
  get cooldownMs(): Alert['cooldownMs'] {
    return this.#settings.cooldownMs;
  }
  get hysteresis(): Alert['hysteresis'] {
    return this.#settings.hysteresis;
  }
  get maxFirings(): Alert['maxFirings'] {
    return this.#settings.maxFirings;
  }
  get expiresAt(): Alert['expiresAt'] {
    return this.#settings.expiresAt;
  }
  get expiryWarningMs(): Alert['expiryWarningMs'] {
    return this.#settings.expiryWarningMs;
  }
  get confirm(): Alert['confirm'] {
    return this.#settings.confirm;
  }
  get arms(): Alert['arms'] {
    return this.#settings.arms;
  }
  get standby(): Alert['standby'] {
    return this.#settings.standby;
  }
  get onArm(): Alert['onArm'] {
    return this.#settings.onArm;
  }
  get severity(): Alert['severity'] {
    return this.#settings.severity;
  }
  get channels(): Alert['channels'] {
    return this.#settings.channels;
  }
  get tags(): Alert['tags'] {
    return this.#settings.tags;
  }
  get message(): Alert['message'] {
    return this.#settings.message;
  }
}
