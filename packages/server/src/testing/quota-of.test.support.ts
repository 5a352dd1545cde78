export interface QuotaHeaders {
  readonly policy: string;
  readonly quota: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** Both headers are lists of one string with parameters (RFC 9651), of one policy; throws otherwise. */
export function quotaOf(headers: Headers): QuotaHeaders {
  const allowed = POLICY.exec(headers.get('ratelimit-policy') ?? '')?.groups;
  const left = LEFT.exec(headers.get('ratelimit') ?? '')?.groups;
  if (allowed?.['name'] === undefined || left?.['name'] !== allowed['name']) {
    const given = [headers.get('ratelimit-policy'), headers.get('ratelimit')];
    throw new Error(`These are no quota headers: ${JSON.stringify(given)}`);
  }
  return {
    policy: allowed['name'],
    quota: Number(allowed['quota']),
    windowSeconds: Number(allowed['window']),
    remaining: Number(left['remaining']),
    resetSeconds: Number(left['reset']),
  };
}

const INTEGER = '0|[1-9]\\d{0,14}';
const POLICY = new RegExp(
  `^"(?<name>[ -!#-[\\]-~]+)";q=(?<quota>${INTEGER});w=(?<window>${INTEGER})$`,
);
const LEFT = new RegExp(
  `^"(?<name>[ -!#-[\\]-~]+)";r=(?<remaining>${INTEGER});t=(?<reset>${INTEGER})$`,
);
