// Health check of a container: asks the process's own readiness and says what is not ready. Exit status 0 when it is.
const url = process.env.HEALTH_URL ?? `http://127.0.0.1:${process.env.PORT ?? 8000}/health/ready`;
const ANSWER_MS = 4_000;

try {
  const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
  if (!answer.ok) console.error(`${url} answers ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.error(`${url} does not answer: ${error.cause?.message ?? error.message}`);
  process.exitCode = 1;
}
