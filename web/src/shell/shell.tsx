/** The frame of every page: sign-in first, then top bar, page, status line, notices, keys. */
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useServices } from '../services.ts';
import { useStore } from '../store.ts';
import { FiringAnnouncer } from './firing-announcer.tsx';
import { PAGES } from './nav.ts';
import { Notices } from './notices.tsx';
import { Palette } from './palette.tsx';
import { ShortcutHelp } from './shortcut-help.tsx';
import { SignIn } from './sign-in.tsx';
import { StatusLine } from './status-line.tsx';
import { TopBar } from './top-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import './shell.css';

/** What the stream keeps current: read before it was open, it may have missed a message. */
const KEPT_CURRENT = new Set<unknown>(['alerts', 'alert', 'events', 'event', 'delivery']);

export function Shell() {
  const { session } = useServices();
  const { key, refused } = useStore(session);
  return key === null ? <SignIn refused={refused} /> : <SignedIn key={key} />;
}

function SignedIn() {
  const { stream, queries } = useServices();
  const { opened } = useStore(stream);
  const navigate = useNavigate();
  const [overlay, setOverlay] = useState<'none' | 'palette' | 'help'>('none');

  useEffect(() => {
    stream.start();
    return () => stream.stop();
  }, [stream]);
  // What happened while nobody listened is fetched again; so is what failed before the server came up.
  useEffect(() => {
    if (opened > 0)
      void queries.invalidateQueries({
        predicate: ({ queryKey, state }) =>
          opened > 1 || state.status === 'error' || KEPT_CURRENT.has(queryKey[0]),
      });
  }, [opened, queries]);

  useShortcuts({
    ...Object.fromEntries(PAGES.map((page) => [page.keys, () => void navigate({ to: page.to })])),
    a: () => void navigate({ to: '/', search: (now: object) => ({ ...now, alert: 'new' }) }),
    '/': () => setOverlay('palette'),
    '?': () => setOverlay('help'),
  });

  return (
    <div className="shell">
      <TopBar onSearch={() => setOverlay('palette')} onHelp={() => setOverlay('help')} />
      <main className="shell-page">
        <Outlet />
      </main>
      <StatusLine />
      <Notices />
      <FiringAnnouncer />
      {overlay === 'palette' && <Palette onClose={() => setOverlay('none')} />}
      {overlay === 'help' && <ShortcutHelp onClose={() => setOverlay('none')} />}
    </div>
  );
}
