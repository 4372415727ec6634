/** Settings in components. */
import { useStore } from '../store.ts';
import { useServices } from '../services.ts';
import type { Settings } from './settings.ts';

export function useSettings(): Settings {
  return useStore(useServices().settings);
}

export function useZone(): string {
  return useSettings().zone;
}
