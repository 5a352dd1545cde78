import type { Act, Principal } from '@dialpad-cti/core';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';

import type { Exchange } from '../exchange.ts';
import type { HttpDeps } from '../http-deps.ts';
import type { HttpFault } from '../http-fault.ts';
import { createAuthenticate } from '../request/create-authenticate.ts';
import type { Auth } from '../route.ts';
import { addressBucket } from './address-bucket.ts';
import { createQuota } from './create-quota.ts';
import { DEFAULT_LIMITS } from './request-limits.ts';

/** Who was let in. */
export interface Caller {
  readonly principal: Principal | null;
  readonly act: Act | null;
}

export type Admit = (auth: Auth, exchange: Exchange) => ResultAsync<Caller, HttpFault>;

type AdmitDeps = Pick<
  HttpDeps,
  'authenticateAppKey' | 'operatorSecrets' | 'rateLimiter' | 'limits'
>;

/** Proves who calls, and counts it: what is right against its own quota, what is wrong against its address. */
export function createAdmit(deps: AdmitDeps): Admit {
  const { app, operator, keyFailures, operatorFailures } = deps.limits ?? DEFAULT_LIMITS;
  // Apart from the failures of operators: no stranger can keep them out by asking for this.
  const visitors = { ...operatorFailures, name: 'visitors' };
  const authenticate = createAuthenticate(deps);
  const quota = createQuota(deps.rateLimiter);

  function admitApp(exchange: Exchange): ResultAsync<Caller, HttpFault> {
    return authenticate
      .app(exchange.req)
      .orElse((fault): ResultAsync<Principal, HttpFault> => {
        if (fault.kind !== 'key-refused') return errAsync(fault);
        const key = addressBucket(exchange.state.address);
        return quota(exchange, { policy: keyFailures, key, how: 'take' }).andThen(() =>
          errAsync(fault),
        );
      })
      .andThen((principal) => {
        const { appId, keyId } = principal;
        Object.assign(exchange.state, { appId, keyId });
        const spending = { policy: app, key: keyId, how: 'take' } as const;
        return quota(exchange, spending).map(() => ({ principal, act: null }));
      });
  }

  function admitOperator(exchange: Exchange): ResultAsync<Caller, HttpFault> {
    const { address, requestId } = exchange.state;
    const failures = { policy: operatorFailures, key: addressBucket(address) };
    const whileHeard = () => quota(exchange, { ...failures, how: 'peek' });
    return (
      whileHeard()
        .andThen(() =>
          authenticate
            .operator(exchange.req)
            .orElse((fault) =>
              quota(exchange, { ...failures, how: 'take' }).andThen(() => errAsync(fault)),
            ),
        )
        // Many that came at once were all let look. What failed of them by now counts as well.
        .andThen((actor) => whileHeard().map(() => actor))
        .andThen((actor) => {
          const act = { actor, address, requestId };
          const spending = { policy: operator, key: actor, how: 'take' } as const;
          return quota(exchange, spending).map(() => ({ principal: null, act }));
        })
    );
  }

  function admitVisitor(exchange: Exchange): ResultAsync<Caller, HttpFault> {
    if (exchange.req.headersDistinct['authorization'] !== undefined) return admitOperator(exchange);
    const { address, requestId } = exchange.state;
    const key = addressBucket(address);
    const act = { actor: 'visitor', address, requestId };
    return quota(exchange, { policy: visitors, key, how: 'take' }).map(() => ({
      principal: null,
      act,
    }));
  }

  return (auth, exchange) => {
    switch (auth) {
      case 'app':
        return admitApp(exchange);
      case 'operator':
        return admitOperator(exchange);
      case 'visitor':
        return admitVisitor(exchange);
      case 'none':
        return okAsync({ principal: null, act: null });
    }
  };
}
