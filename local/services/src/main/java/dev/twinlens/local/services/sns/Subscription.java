package dev.twinlens.local.services.sns;

/**
 * A subscription of a topic.
 *
 * @param arn the topic's ARN with one more part
 * @param protocol {@code sqs} or {@code email}
 * @param endpoint a queue's ARN or an email address
 * @param raw deliver the message alone, without SNS's envelope
 */
record Subscription(String arn, String topicArn, String protocol, String endpoint, boolean raw) {}
