package dev.twinlens.infra.monitoring;

import com.pulumi.core.Output;
import dev.twinlens.infra.api.HttpApi;
import dev.twinlens.infra.functions.JavaFunction;
import dev.twinlens.infra.pipeline.QueueConsumer;
import dev.twinlens.infra.support.Outputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A CloudWatch metric with its statistic.
 *
 * @param namespace as in {@code AWS/Lambda}
 * @param metricName as in {@code Errors}
 * @param statistic as in {@code Sum}
 * @param of the resource that it is of, by dimension
 */
record Metric(
    String namespace, String metricName, String statistic, Map<String, Output<String>> of) {
  static Metric of(JavaFunction function, String metricName, String statistic) {
    return new Metric(
        "AWS/Lambda", metricName, statistic, Map.of("FunctionName", function.functionName()));
  }

  static Metric of(HttpApi api, String metricName, String statistic) {
    return new Metric("AWS/ApiGateway", metricName, statistic, Map.of("ApiId", api.apiId()));
  }

  static Metric deadLetters(QueueConsumer consumer) {
    return ofQueue(consumer.deadLetterQueueName(), "ApproximateNumberOfMessagesVisible");
  }

  /** In seconds. SQS leaves out messages that were received three times without success. */
  static Metric ageOfOldest(QueueConsumer consumer) {
    return ofQueue(consumer.queueName(), "ApproximateAgeOfOldestMessage");
  }

  private static Metric ofQueue(Output<String> queueName, String metricName) {
    return new Metric("AWS/SQS", metricName, "Maximum", Map.of("QueueName", queueName));
  }

  Output<Map<String, String>> dimensions() {
    return Outputs.all(of);
  }

  /** The metric as a row of a dashboard's widget. */
  Output<List<Object>> row() {
    return dimensions()
        .applyValue(
            dimensions -> {
              var row = new ArrayList<Object>(List.of(namespace, metricName));
              new TreeMap<>(dimensions)
                  .forEach(
                      (dimension, value) -> {
                        row.add(dimension);
                        row.add(value);
                      });
              row.add(Map.of("stat", statistic));
              return row;
            });
  }
}
