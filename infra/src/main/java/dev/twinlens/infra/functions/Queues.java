package dev.twinlens.infra.functions;

import com.pulumi.core.Output;

/** The queues of the functions that work on each image. */
public record Queues(Address classify, Address backup, Address thumbnail) {
  /**
   * How a function reaches a queue.
   *
   * @param url its address
   * @param arn its ARN
   */
  public record Address(Output<String> url, Output<String> arn) {}
}
