/**
 * AWS on a laptop: one HTTP server that stands for S3, DynamoDB, SQS, SNS, STS and Rekognition.
 *
 * <p>{@link dev.twinlens.local.services.AwsServices} starts it. A request goes to the service that
 * the credential scope of its signature names; {@link
 * dev.twinlens.local.services.auth.Authenticator} is the one place that says who calls. What stands
 * behind:
 *
 * <ul>
 *   <li>S3: S3Proxy's protocol layer over this project's own store, where a key may be anything
 *       that S3 takes (but the character NUL), versions are real and an event is kept in the
 *       transaction of the change that it tells of. Configuration documents are kept and answered;
 *       of them, policy, CORS and notifications act, and lifecycle and encryption do not: nothing
 *       expires, files are as the disk keeps them. Not there: object tags, object lock, ACLs other
 *       than private, customers' encryption keys, reading one part of an object.
 *   <li>DynamoDB: DynamoDB Local. Not there: point-in-time recovery, expiry by TTL.
 *   <li>SQS: ElasticMQ, with the attributes that it does not know kept in front of it. Not there:
 *       retention periods (a message stays until it is deleted), the query protocol of old clients.
 *   <li>SNS: topics to queues and mailboxes, by the queues' policies. Not there: filter policies,
 *       signatures of envelopes, FIFO topics, confirmation of subscriptions.
 * </ul>
 *
 * <p>Everything lies in one directory: {@code access-keys.json}, {@code state.mv} (the index of
 * objects, configurations, topics, subscriptions, deliveries under way), {@code s3/} (bytes of
 * objects), {@code dynamodb/}, {@code sqs/}, {@code mail/}.
 */
package dev.twinlens.local.services;
