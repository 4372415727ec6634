/** A background job as the contract shows it. */
import type { JobView } from '../contract/jobs.ts';
import type { BackgroundJob } from '../services.ts';
import { isoOf, isoOrNull } from './instant.ts';

export function jobView({ file, progress, ...job }: BackgroundJob): JobView {
  return {
    id: job.id,
    kind: job.kind as JobView['kind'],
    status: job.status,
    progressPercent: Math.floor(progress * 1_000) / 10,
    cancelling: job.cancelling,
    request: { ...job.request },
    requestedBy: job.requestedBy,
    createdAt: isoOf(job.createdAt),
    startedAt: isoOrNull(job.startedAt),
    endedAt: isoOrNull(job.endedAt),
    outcome: job.outcome,
    result:
      file === null
        ? null
        : {
            href: `/api/v1/jobs/${job.id}/result`,
            fileName: file.name,
            contentType: file.contentType,
            sizeBytes: file.sizeBytes,
          },
  };
}
