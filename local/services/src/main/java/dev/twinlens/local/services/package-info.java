/**
 * AWS on this machine: one HTTP server for S3, DynamoDB, SQS, SNS, STS, Rekognition and Lambda's
 * Invoke.
 *
 * <p>{@link dev.twinlens.local.services.AwsServices} starts it. A request takes this way:
 *
 * <ol>
 *   <li>{@code front}: the HTTP server, and the router, which reads the service from the credential
 *       scope of the request's signature
 *   <li>{@code auth}: verifies the signature and identifies the caller
 *   <li>the service's {@code Actions} class: the permissions that the operation needs
 *   <li>{@code access}: checks the permissions against the policies
 *   <li>the service, in a package of its own: {@code s3}, {@code dynamodb}, {@code sqs}, {@code
 *       sns}, {@code sts}, {@code rekognition}, {@code lambda}
 * </ol>
 *
 * <p>A service does not know the others. What one service calls on another is an interface in
 * {@code integration}. {@code http} has the protocols, {@code state} the durable tables.
 *
 * <p>The README of this module lists what each service supports.
 */
package dev.twinlens.local.services;
