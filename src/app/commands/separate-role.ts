/** `fxalert api`, `worker`, `scheduler`: roles as processes of their own come with the log on Redis; until then the answer is plain. */
import { BadInput } from './output.ts';

export function separateRole(role: string): Promise<number> {
  return Promise.reject(
    new BadInput(
      `"fxalert ${role}" is not available yet: "fxalert up" runs api, worker and scheduler in one process, on PostgreSQL too (DATABASE_URL)`,
    ),
  );
}
