package dev.twinlens.local.lambda.child;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The main class of a function's JVM: it runs AWS's runtime interface client, and ends with the
 * process that started it. The client alone notices a lost runtime API only between invocations, so
 * a handler that never returns would keep running.
 */
public final class Bootstrap {
  private Bootstrap() {}

  public static void main(String[] arguments) throws Throwable {
    Thread watch = new Thread(Bootstrap::endWithParent, "end-with-parent");
    watch.setDaemon(true);
    watch.start();
    AWSLambda.main(arguments);
  }

  /** The parent keeps the other end of standard input open while it runs. */
  @SuppressWarnings("EmptyCatch") // In both cases the parent has ended.
  private static void endWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
    }
    Runtime.getRuntime().halt(1);
  }
}
