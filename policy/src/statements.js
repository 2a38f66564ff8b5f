const list = (value) => (Array.isArray(value) ? value : [value]);

/** The statements of a policy, with what JSON may give once or as a list always as a list. */
export function statements(json) {
  return list(JSON.parse(json).Statement).map((statement) => ({
    effect: statement.Effect,
    principal: statement.Principal,
    actions: list(statement.Action ?? []),
    resources: list(statement.Resource ?? []),
    conditions: statement.Condition ?? {},
  }));
}

/** What a policy says besides its denials. */
export const allowed = (json) => statements(json).filter(({ effect }) => effect !== 'Deny');

/** Whether every action is one single action of one service. */
export const namesActions = ({ actions }) =>
  actions.length > 0 && actions.every((action) => /^[a-z0-9]+:[A-Za-z]+$/.test(action));

/** Whether a statement allows a service, on behalf of one account or one of its resources. */
export function isForOneAccountsService({ principal, conditions }) {
  const services = Object.entries(principal ?? {});
  const keys = { ...conditions.StringEquals, ...conditions.ArnEquals };
  return (
    services.length === 1 &&
    services[0][0] === 'Service' &&
    /^[a-z0-9]+\.amazonaws\.com$/.test(services[0][1]) &&
    ('aws:SourceAccount' in keys ||
      list(keys['aws:SourceArn'] ?? []).some((arn) => /^arn:aws[a-z-]*:[^*?]*:\d{12}:/.test(arn)))
  );
}

/**
 * Whether a policy denies everybody an action without TLS.
 *
 * @param endings what the denied resources end in besides the owner's ARN, such as `/*`
 */
export function deniesWithoutTls(json, action, endings) {
  return statements(json).some(({ effect, principal, actions, resources, conditions }) => {
    const owner = resources.toSorted((one, other) => one.length - other.length)[0] ?? '';
    return (
      effect === 'Deny' &&
      isEverybody(principal) &&
      actions.length === 1 &&
      actions[0] === action &&
      String(conditions.Bool?.['aws:SecureTransport']) === 'false' &&
      Object.keys(conditions).length === 1 &&
      Object.keys(conditions.Bool).length === 1 &&
      !owner.includes('*') &&
      endings.every((ending) => resources.includes(owner + ending))
    );
  });
}

const isEverybody = (principal) => principal === '*' || principal?.AWS === '*';
