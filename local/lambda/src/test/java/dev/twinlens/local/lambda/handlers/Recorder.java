package dev.twinlens.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.UUID;

/**
 * Writes a line for each batch: the messages' bodies with their receive counts. A body starts with
 * an instruction for its first delivery: {@code fail} reports the message, {@code throw} fails the
 * batch, {@code invent} reports an unknown message, {@code sleep} waits for the test.
 */
public final class Recorder implements RequestHandler<SQSEvent, SQSBatchResponse> {
  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    Path directory = Path.of(System.getenv("RECORDS"));
    StringBuilder line = new StringBuilder();
    SQSBatchResponse response = new SQSBatchResponse(new ArrayList<>());
    String instruction = "";
    for (SQSEvent.SQSMessage message : event.getRecords()) {
      write(directory.resolve("receipts"), message.getReceiptHandle() + "\n");
      String count = message.getAttributes().get("ApproximateReceiveCount");
      line.append(line.isEmpty() ? "" : " ").append(message.getBody()).append('#').append(count);
      if (count.equals("1")) {
        instruction = message.getBody().split("-", 2)[0];
        if (instruction.equals("fail")) {
          response.getBatchItemFailures().add(failure(message.getMessageId()));
        } else if (instruction.equals("invent")) {
          response.getBatchItemFailures().add(failure("invented"));
        }
      }
    }
    if (instruction.equals("sleep")) {
      write(directory.resolve("started-" + UUID.randomUUID()), "");
      await(directory.resolve("continue"));
    }
    write(directory.resolve("batches"), line.append('\n').toString());
    if (instruction.equals("throw")) {
      throw new IllegalStateException("the batch has failed");
    }
    return response;
  }

  private static SQSBatchResponse.BatchItemFailure failure(String id) {
    return new SQSBatchResponse.BatchItemFailure(id);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(Path file) {
    while (!Files.exists(file)) {
      Thread.onSpinWait();
    }
  }
}
