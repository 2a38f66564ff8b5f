package dev.twinlens.local.lambda.child;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The main class of a function's JVM: AWS's runtime interface client, which ends with the process
 * that started it. The client itself notices a lost runtime API only between invocations; a handler
 * that never returns would stay behind.
 */
public final class Bootstrap {
  private Bootstrap() {}

  public static void main(String[] arguments) throws Throwable {
    Thread watch = new Thread(Bootstrap::endWithParent, "end-with-parent");
    watch.setDaemon(true);
    watch.start();
    AWSLambda.main(arguments);
  }

  /** The parent keeps the other end of standard input open for as long as it lives. */
  @SuppressWarnings("EmptyCatch") // Either way nobody is at the other end any more.
  private static void endWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
    }
    Runtime.getRuntime().halt(1);
  }
}
