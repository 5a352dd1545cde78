import type { Agent } from 'undici';

const NEVER_SENT = new Set(['UND_ERR_CLOSED', 'UND_ERR_INVALID_ARG']);

/**
 * Whether an error of the agent's requests proves that nothing was sent: there was no connection, by TLS
 * also none that was agreed on, or none was asked for. The code alone does not tell: a reset amid the
 * handshake looks like one amid an answer.
 */
export function watchNeverSent(agent: Pick<Agent, 'on'>): (error: unknown) => boolean {
  const unconnected = new WeakSet<Error>();
  agent.on('connectionError', (_origin, _targets, error) => void unconnected.add(error));
  return (error) =>
    error instanceof Error &&
    (unconnected.has(error) || ('code' in error && NEVER_SENT.has(String(error.code))));
}
