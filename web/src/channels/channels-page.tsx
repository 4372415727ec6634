/** Where alerts go: the list with its state, a test send, adding and editing. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelView } from '../../../src/api/contract/events.ts';
import { useChannels } from '../api/queries.ts';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import { Empty, Failed, Skeletons } from '../ui/states.tsx';
import { ChannelCard } from './channel-card.tsx';
import { madeSecretOf } from './channel-draft.ts';
import { ChannelForm } from './channel-form.tsx';
import { MadeSecret } from './made-secret.tsx';
import './channels-page.css';

export function ChannelsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useChannels();
  const [editing, setEditing] = useState<ChannelView | 'new' | null>(null);
  const [made, setMade] = useState<{ readonly channel: string; readonly secret: string } | null>(null);
  useShortcuts(editing === null ? {} : { Escape: () => setEditing(null) });
  return (
    <section className="panel channels-page">
      <div className="panel-head">
        <h1>{t('nav.channels')}</h1>
        <button type="button" className="button push" data-kind="primary" onClick={() => setEditing('new')}>
          {t('channels.add')}
        </button>
      </div>
      <div className="panel-body channels-body">
        {editing !== null && (
          <ChannelForm
            key={editing === 'new' ? '' : editing.name}
            channel={editing === 'new' ? null : editing}
            onSaved={(saved) => {
              const secret = madeSecretOf(saved);
              if (secret !== null) setMade({ channel: saved.name, secret });
              setEditing(null);
            }}
            onClose={() => setEditing(null)}
          />
        )}
        {made !== null && <MadeSecret {...made} onKept={() => setMade(null)} />}
        {data === undefined ? (
          error === null ? (
            <Skeletons rows={4} label={t('loading')} />
          ) : (
            <Failed error={error} retry={() => void refetch()} />
          )
        ) : data.length === 0 && editing === null ? (
          <Empty title={t('channels.none')}>
            <p>{t('channels.noneNext')}</p>
            <button type="button" className="button" data-kind="primary" onClick={() => setEditing('new')}>
              {t('channels.add')}
            </button>
          </Empty>
        ) : (
          <ul className="channel-list">
            {data.map((channel) => (
              <ChannelCard key={channel.name} channel={channel} onEdit={() => setEditing(channel)} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
