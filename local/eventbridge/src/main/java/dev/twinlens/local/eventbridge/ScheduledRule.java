package dev.twinlens.local.eventbridge;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A rule that fires at a rate.
 *
 * @param arn its ARN, which also has the account and the region
 * @param period the time between two firings
 */
record ScheduledRule(String name, String arn, Duration period) {
  private static final JsonMapper JSON = new JsonMapper();

  /** The event that it sends when it fires. */
  byte[] event(Instant firedAt) {
    String[] parts = arn.split(":", -1);
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "0");
    event.put("id", UUID.randomUUID().toString());
    event.put("detail-type", "Scheduled Event");
    event.put("source", "aws.events");
    event.put("account", parts[4]);
    event.put("time", firedAt.truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("region", parts[3]);
    event.putArray("resources").add(arn);
    event.putObject("detail");
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }
}
