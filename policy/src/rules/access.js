import { forbidden, resourceRule } from '../rule.js';
import { allowed, namesActions } from '../statements.js';
import { types } from '../types.js';

/** The actions that no policy can restrict to a resource. */
const WITHOUT_RESOURCE = ['rekognition:DetectLabels'];

/** The services that give no permissions and no credentials. KMS has a rule of its own. */
const HARMLESS_SERVICES = ['dynamodb', 'kms', 'logs', 'rekognition', 's3', 'sns', 'sqs'];

/** Actions of other services that give neither: a job builds the page as the app is configured. */
const HARMLESS_ACTIONS = ['amplify:StartJob'];

const MANAGES_PERMISSIONS = /:.*(Acl|Permission|Policy|PublicAccessBlock|OwnershipControls)/;

/** All objects of a bucket, those with a prefix, all streams of a log group, all jobs of a branch. */
const ENDS_IN_WILDCARD =
  /^arn:aws[a-z-]*:(s3:::[^*?]+\/[^*?]*|logs:[^*?]+:|amplify:[^*?]+\/branches\/[^*?/]+\/jobs\/)\*$/;

const isUnavoidable = ({ actions }, resource) =>
  resource === '*' && actions.every((action) => WITHOUT_RESOURCE.includes(action));

const isExact = (statement) =>
  statement.resources.length > 0 &&
  statement.resources.every(
    (resource) =>
      !/[*?]/.test(resource) ||
      ENDS_IN_WILDCARD.test(resource) ||
      isUnavoidable(statement, resource),
  );

const usesAnyKey = ({ actions, resources }) =>
  actions.some((action) => action.startsWith('kms:')) &&
  resources.some((resource) => /[*?]/.test(resource));

/** A rule about each statement of a role that allows. */
function statementRule(name, controls, description, isRight, violation) {
  return resourceRule(
    name,
    controls,
    description,
    [types.rolePolicy],
    ({ policy }) => !allowed(policy).every(isRight) && violation,
  );
}

export const accessRules = [
  statementRule(
    'iam-actions',
    ['IAM.1', 'IAM.21', 'CKV_AWS_62', 'CKV_AWS_63'],
    'A role may do single actions.',
    namesActions,
    'an action has a wildcard',
  ),
  statementRule(
    'iam-resources',
    ['AwsSolutions-IAM5', 'StarPermissions', 'CKV_AWS_288', 'CKV_AWS_290', 'CKV_AWS_355'],
    'A role has permissions on named resources.',
    (statement) => usesAnyKey(statement) || isExact(statement),
    'a resource has a wildcard that is avoidable',
  ),
  statementRule(
    'iam-escalation',
    ['CKV_AWS_286', 'CKV_AWS_287'],
    'No permission leads to other permissions or to credentials.',
    ({ actions }) =>
      actions.every(
        (action) =>
          action === '*' ||
          HARMLESS_ACTIONS.includes(action) ||
          HARMLESS_SERVICES.includes(action.split(':')[0]),
      ),
    'an action is of a service that gives permissions or credentials',
  ),
  statementRule(
    'iam-policies',
    ['CKV_AWS_289'],
    'No role manages permissions.',
    ({ actions }) => !actions.some((action) => MANAGES_PERMISSIONS.test(action)),
    'an action manages permissions',
  ),
  statementRule(
    'kms-use',
    ['KMS.1', 'KMS.2'],
    'A role uses single keys.',
    (statement) => !usesAnyKey(statement),
    'an action of KMS is allowed on more than one key',
  ),
  resourceRule(
    'iam-managed-policies',
    ['AwsSolutions-IAM4'],
    'A role has no policies of AWS.',
    [types.role],
    ({ managedPolicyArns }) => managedPolicyArns?.length > 0 && 'managedPolicyArns is set',
  ),
  forbidden('iam-attachments', ['AwsSolutions-IAM4'], 'A role has no policies of AWS.', [
    types.roleAttachment,
  ]),
  resourceRule(
    'kms-deletion',
    ['KMS.3'],
    'A deleted key can be restored for a week.',
    [types.key],
    ({ deletionWindowInDays }) =>
      !(deletionWindowInDays >= 7) && 'deletionWindowInDays is less than 7',
  ),
  resourceRule(
    'kms-rotation',
    ['KMS.4'],
    'A key rotates.',
    [types.key],
    ({ enableKeyRotation }) => enableKeyRotation !== true && 'enableKeyRotation is not true',
  ),
];
