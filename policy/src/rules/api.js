import { resourceRule } from '../rule.js';
import { types } from '../types.js';

function isJsonObject(text) {
  try {
    return Object.keys(JSON.parse(text)).length > 0;
  } catch {
    return false;
  }
}

export const apiRules = [
  resourceRule(
    'api-access-log',
    ['APIGateway.9', 'AwsSolutions-APIG1', 'APIGWAccessLogging', 'CKV_AWS_76', 'CKV_AWS_95'],
    'A stage has an access log.',
    [types.stage],
    ({ accessLogSettings }) =>
      !accessLogSettings?.destinationArn && 'accessLogSettings.destinationArn is not set',
  ),
  resourceRule(
    'api-structured-log',
    ['APIGWStructuredLogging'],
    'An access log has a JSON object a line.',
    [types.stage],
    ({ accessLogSettings }) => {
      const format = accessLogSettings?.format;
      return !isJsonObject(format) && 'accessLogSettings.format is no JSON object';
    },
  ),
  resourceRule(
    'api-throttling',
    ['APIGWDefaultThrottling'],
    'A stage limits the rate and the bursts of requests.',
    [types.stage],
    ({ defaultRouteSettings }) =>
      !(
        defaultRouteSettings?.throttlingRateLimit > 0 &&
        defaultRouteSettings.throttlingBurstLimit > 0
      ) && 'throttlingRateLimit or throttlingBurstLimit is not set',
  ),
  resourceRule(
    'cors-origins',
    ['CKV2_AWS_75'],
    "API and buckets admit named origins alone, which is the page's.",
    [types.api, types.bucketCors],
    ({ corsConfiguration, corsRules }) => {
      const origins = [
        ...(corsConfiguration?.allowOrigins ?? []),
        ...(corsRules ?? []).flatMap(({ allowedOrigins }) => [...allowedOrigins]),
      ];
      return origins.includes('*') && 'every origin is admitted';
    },
  ),
];
