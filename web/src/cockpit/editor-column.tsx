/** The editor in the right column: waits for what it starts from (the alert, the channels), opens once, and stays whatever fails later. */
import { useTranslation } from 'react-i18next';
import { AlertEditor, type EditorPreview } from '../alerts/alert-editor.tsx';
import { useAlert, useChannels } from '../api/queries.ts';
import { Failed, Skeletons } from '../ui/states.tsx';

interface EditorColumnProps {
  /** `new`, or the id of an alert. */
  readonly id: string;
  readonly instrument: string | undefined;
  readonly price: 'bid' | 'ask' | 'mid';
  readonly when: string;
  readonly onPreview: (preview: EditorPreview | null) => void;
  readonly onClose: () => void;
  readonly onReopen: (when: string) => void;
}

export function EditorColumn(props: EditorColumnProps) {
  const { id, instrument, price, when, onPreview, onClose, onReopen } = props;
  const { t } = useTranslation();
  const isNew = id === 'new';
  const alert = useAlert(isNew ? null : id);
  const channels = useChannels();
  const error = alert.error ?? channels.error;
  const ready = channels.data !== undefined && (isNew ? instrument !== undefined : alert.data !== undefined);
  return (
    <div className="cockpit-editor">
      {ready ? (
        <AlertEditor
          alert={alert.data ?? null}
          start={{
            instruments: instrument === undefined ? [] : [instrument],
            price,
            when,
            channels: channels.data.filter((channel) => channel.enabled).map((channel) => channel.name),
          }}
          onPreview={onPreview}
          onClose={onClose}
          onReopen={onReopen}
        />
      ) : error === null ? (
        <section className="panel">
          <Skeletons rows={8} label={t('loading')} />
        </section>
      ) : (
        <section className="panel">
          <Failed error={error} retry={() => void Promise.all([alert.refetch(), channels.refetch()])} />
          <button type="button" className="button" onClick={onClose}>
            {t('close')}
          </button>
        </section>
      )}
    </div>
  );
}
