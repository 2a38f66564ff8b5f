package dev.twinlens.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Answers what its variable ANSWER says, after DELAY_MILLISECONDS. */
public final class Constant implements RequestStreamHandler {
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    try {
      Thread.sleep(Long.parseLong(System.getenv().getOrDefault("DELAY_MILLISECONDS", "0")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    output.write(System.getenv("ANSWER").getBytes(StandardCharsets.UTF_8));
  }
}
