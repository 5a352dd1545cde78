import { DEFAULT_LIMITS, type RequestLimits } from '@dialpad-cti/http';

import type { Settings } from './settings.ts';

export function limitsOf(settings: Settings): RequestLimits {
  const { app, operator, keyFailures, operatorFailures } = DEFAULT_LIMITS;
  return {
    app: { ...app, quota: settings.RATE_LIMIT_PER_KEY },
    operator: { ...operator, quota: settings.RATE_LIMIT_OPERATOR },
    keyFailures: { ...keyFailures, quota: settings.RATE_LIMIT_KEY_FAILURES },
    operatorFailures: { ...operatorFailures, quota: settings.RATE_LIMIT_OPERATOR_FAILURES },
  };
}
