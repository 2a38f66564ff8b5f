package dev.twinlens.azure;

import com.azure.storage.blob.models.BlobStorageException;
import dev.twinlens.runtime.aws.AwsFailures;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Why an attempt failed: one sentence for a person, without what only a log should have. */
public final class AzureFailures {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private AzureFailures() {}

  public static String reason(Throwable failure) {
    List<Throwable> causes = AwsFailures.causes(failure).toList();
    return causes.stream().anyMatch(SdkException.class::isInstance)
        ? AwsFailures.reason(failure)
        : causes.stream()
            .flatMap(cause -> sentence(cause).stream())
            .findFirst()
            .orElseGet(() -> AwsFailures.reason(failure));
  }

  private static Optional<String> sentence(Throwable cause) {
    return switch (cause) {
      case BlobStorageException refusal ->
          Optional.of("Azure Blob Storage " + what(refusal.getStatusCode()));
      case IOException unanswered -> Optional.of("Azure Blob Storage does not answer.");
      case TimeoutException unanswered -> Optional.of("Azure Blob Storage does not answer.");
      default -> Optional.empty();
    };
  }

  private static String what(int status) {
    return switch (status) {
      case FORBIDDEN -> "refuses the signature.";
      case NOT_FOUND -> "does not have the container.";
      case TOO_MANY_REQUESTS, UNAVAILABLE -> "is throttling requests.";
      default -> status >= 500 ? "has a fault." : "rejects the request.";
    };
  }
}
