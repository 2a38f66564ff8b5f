package dev.twinlens.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** A function with a missing environment variable. */
public final class FailsToInitialise implements RequestHandler<String, String> {
  public FailsToInitialise() {
    throw new IllegalStateException("IMAGES_BUCKET is missing");
  }

  @Override
  public String handleRequest(String event, Context context) {
    return event;
  }
}
