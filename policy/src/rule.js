import { UnknownValueError } from '@pulumi/policy';

/**
 * Reports what a check finds. An input that is only known after the deployment is reported, too: a
 * rule that meets one has decided nothing yet. Pulumi analyses the resource again at `up`, when the
 * input is known.
 */
function decide(check, urn, report) {
  try {
    const violation = check();
    if (violation) {
      report({ message: violation, urn });
    }
  } catch (unknown) {
    if (!(unknown instanceof UnknownValueError)) {
      throw unknown;
    }
    report({
      message: `cannot be decided yet: ${unknown.props.join('.')} is not known before the deployment`,
      urn,
      enforcementLevel: 'advisory',
    });
  }
}

function rule(name, controls, description, validation) {
  return {
    name,
    description: `${description} (${controls.join(', ')})`,
    enforcementLevel: 'mandatory',
    controls,
    ...validation,
  };
}

/**
 * A rule about single resources. Pulumi runs it before it creates or changes the resource.
 *
 * @param name the rule's name
 * @param controls the controls of docs/security.md that it decides, or helps to decide
 * @param description what is required
 * @param types the types of resources that it is about
 * @param check takes the inputs and the resource, returns what is wrong, or nothing
 */
export function resourceRule(name, controls, description, types, check) {
  return rule(name, controls, description, {
    validateResource: (resource, report) => {
      if (types.includes(resource.type)) {
        decide(() => check(resource.props, resource), resource.urn, report);
      }
    },
  });
}

/**
 * A rule about resources of a type and what they have to do with others. Pulumi runs it at the end
 * of a preview and at the end of a deployment.
 *
 * @param check takes a resource of the type and all resources, returns what is wrong, or nothing
 */
export function stackRule(name, controls, description, type, check) {
  return rule(name, controls, description, {
    validateStack: ({ resources }, report) => {
      for (const resource of resources.filter((candidate) => candidate.type === type)) {
        decide(() => check(resource, resources), resource.urn, report);
      }
    },
  });
}

/** A rule that there is no resource of these types. */
export function forbidden(name, controls, description, types) {
  return resourceRule(name, controls, description, types, () => 'is not allowed');
}

/** The proxy of the inputs throws on an unknown one. */
const requireKnown = ({ props }, input) => void props[input];

/**
 * The resources that an input was computed from. They are known at a preview also where the input is
 * not; an unknown input that names none cannot be decided.
 */
export function dependencies(resource, input) {
  const found = resource.propertyDependencies[input] ?? [];
  if (found.length === 0) {
    requireKnown(resource, input);
  }
  return found;
}

/** The resources of a type with an input that was computed from another resource's outputs. */
export function referring(resources, type, input, owner) {
  return resources.filter(
    (candidate) =>
      candidate.type === type &&
      dependencies(candidate, input).some(({ urn }) => urn === owner.urn),
  );
}

/** The one resource that an input was computed from. */
export function referred(resource, input, type) {
  return dependencies(resource, input).find((owner) => owner.type === type);
}
