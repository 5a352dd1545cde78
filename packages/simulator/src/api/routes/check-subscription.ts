import type { SimSubscription, World } from '../../world.ts';
import type { Answer } from '../answer.ts';
import { refuse } from '../refuse.ts';

const MOST_OF_A_KIND = 100;
const MOST_COMPANY_WIDE = 10;

/** The refusal of what cannot stand; null when it can. */
export function checkSubscription(world: World, wanted: SimSubscription): Answer | null {
  const { kind, endpointId, options } = wanted;
  const before = world.subscriptions.get(wanted.id);
  // One whose webhook is gone can still be changed otherwise.
  const isNewEndpoint = endpointId !== null && endpointId !== before?.endpointId;
  if (isNewEndpoint && !world.webhooks.has(endpointId)) {
    return refuse(400, `endpoint ${endpointId} does not exist`);
  }
  if (hasTargetType(wanted) !== hasTarget(wanted)) {
    return refuse(400, 'target_type and target_id must be given together');
  }
  if (hasTarget(wanted) && !isKnown(world, options)) {
    return refuse(400, `target ${String(options['target_id'])} does not exist`);
  }
  const others = [...world.subscriptions.values()].filter(
    (one) => one.kind === kind && one.id !== wanted.id,
  );
  if (others.length >= MOST_OF_A_KIND) {
    return refuse(400, `a company can have at most ${MOST_OF_A_KIND} ${kind} event subscriptions`);
  }
  if (!hasTarget(wanted) && others.filter(isCompanyWide).length >= MOST_COMPANY_WIDE) {
    return refuse(
      400,
      `a company can have at most ${MOST_COMPANY_WIDE} ${kind} event subscriptions without a target`,
    );
  }
  return null;
}

const hasTargetType = ({ options }: SimSubscription): boolean =>
  options['target_type'] !== undefined;

const hasTarget = ({ options }: SimSubscription): boolean => options['target_id'] !== undefined;

const isCompanyWide = (subscription: SimSubscription): boolean => !hasTarget(subscription);

function isKnown({ company }: World, options: SimSubscription['options']): boolean {
  const { target_type: type, target_id: id } = options;
  return type === 'user'
    ? company.users.some((user) => user.id === id)
    : company.groups.some((group) => group.type === type && group.id === id);
}
