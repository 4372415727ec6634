/** Starts the page: services once, then the providers, then the router. */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startTranslation } from './i18n/i18n.ts';
import { router } from './router.tsx';
import { createServices, ServicesContext } from './services.ts';
import { applyToDocument } from './settings/settings.ts';
import { createShortcuts } from './shell/shortcuts.ts';
import { ownsKey, ShortcutsContext } from './shell/use-shortcuts.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';

const services = createServices(window);
const { settings } = services;
const i18n = startTranslation(settings.get().language);
const follow = (): void => {
  applyToDocument(settings.get(), document.documentElement);
  void i18n.changeLanguage(settings.get().language);
};
follow();
settings.subscribe(follow);

const shortcuts = createShortcuts(ownsKey);
window.addEventListener('keydown', (event) => {
  if (shortcuts.handle(event)) event.preventDefault();
});

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');
createRoot(container).render(
  <StrictMode>
    <ServicesContext value={services}>
      <ShortcutsContext value={shortcuts}>
        <QueryClientProvider client={services.queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ShortcutsContext>
    </ServicesContext>
  </StrictMode>,
);
