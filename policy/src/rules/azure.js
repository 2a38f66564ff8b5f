import { resourceRule } from '../rule.js';
import { types } from '../types.js';

export const azureRules = [
  resourceRule(
    'azure-https',
    ['CKV_AZURE_3'],
    'A storage account requires HTTPS.',
    [types.storageAccount],
    ({ enableHttpsTrafficOnly }) =>
      enableHttpsTrafficOnly !== true && 'enableHttpsTrafficOnly is not true',
  ),
  resourceRule(
    'azure-tls',
    ['CKV_AZURE_44'],
    'A storage account requires TLS 1.2.',
    [types.storageAccount],
    ({ minimumTlsVersion }) =>
      !['TLS1_2', 'TLS1_3'].includes(minimumTlsVersion) && 'minimumTlsVersion is less than TLS1_2',
  ),
  resourceRule(
    'azure-public-blobs',
    ['CKV_AZURE_190', 'CKV2_AZURE_47'],
    'A storage account has no public blobs.',
    [types.storageAccount],
    ({ allowBlobPublicAccess }) =>
      allowBlobPublicAccess !== false && 'allowBlobPublicAccess is not false',
  ),
  resourceRule(
    'azure-sas',
    ['CKV2_AZURE_41'],
    'A storage account logs signatures that live long.',
    [types.storageAccount],
    ({ sasPolicy }) => !sasPolicy?.sasExpirationPeriod && 'sasPolicy is not set',
  ),
  resourceRule(
    'azure-private-container',
    ['CKV_AZURE_34'],
    'A container is private.',
    [types.container],
    ({ publicAccess }) => publicAccess !== 'None' && 'publicAccess is not None',
  ),
  resourceRule(
    'azure-soft-delete',
    ['CKV2_AZURE_38'],
    'Deleted blobs and containers are kept.',
    [types.blobService],
    ({ deleteRetentionPolicy, containerDeleteRetentionPolicy }) =>
      !(
        deleteRetentionPolicy?.enabled === true && containerDeleteRetentionPolicy?.enabled === true
      ) && 'deleteRetentionPolicy or containerDeleteRetentionPolicy is not enabled',
  ),
  resourceRule(
    'azure-retention',
    ['BR-2'],
    'Deleted blobs are kept for a week.',
    [types.blobService],
    ({ deleteRetentionPolicy }) =>
      !(deleteRetentionPolicy?.days >= 7) && 'deleteRetentionPolicy.days is less than 7',
  ),
  resourceRule(
    'azure-immutability',
    ['BR-2'],
    'An immutability policy forbids every change.',
    [types.immutability],
    ({ allowProtectedAppendWrites, immutabilityPeriodSinceCreationInDays }) =>
      !(allowProtectedAppendWrites === false && immutabilityPeriodSinceCreationInDays >= 1) &&
      'allowProtectedAppendWrites is not false, or there is no period',
  ),
];
