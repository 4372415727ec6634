/** The pages, in the order of the navigation, each with its keys. */
export const PAGES = [
  { to: '/', name: 'cockpit', keys: 'g c' },
  { to: '/alerts', name: 'alerts', keys: 'g a' },
  { to: '/events', name: 'events', keys: 'g e' },
  { to: '/channels', name: 'channels', keys: 'g h' },
  { to: '/settings', name: 'settings', keys: 'g s' },
] as const;
