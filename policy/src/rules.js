import { accessRules } from './rules/access.js';
import { apiRules } from './rules/api.js';
import { azureRules } from './rules/azure.js';
import { bucketRules } from './rules/buckets.js';
import { functionRules } from './rules/functions.js';
import { messagingRules } from './rules/messaging.js';
import { tableRules } from './rules/tables.js';

/** Every rule of the pack. */
export const rules = [
  ...bucketRules,
  ...tableRules,
  ...functionRules,
  ...apiRules,
  ...messagingRules,
  ...accessRules,
  ...azureRules,
];
