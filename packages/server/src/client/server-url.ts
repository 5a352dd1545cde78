import type { Environment } from '../config/production-faults.ts';

/** Where the server is reached from here, without a slash at its end. */
export function serverUrl(environment: Environment): string {
  const given = environment['CTI_URL']?.trim().replace(/\/+$/, '');
  return given || `http://127.0.0.1:${environment['PORT']?.trim() || '4000'}`;
}
