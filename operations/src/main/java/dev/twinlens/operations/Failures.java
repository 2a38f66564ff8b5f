package dev.twinlens.operations;

import com.azure.storage.blob.models.BlobStorageException;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failure means, in one sentence for the operator. */
public final class Failures {
  private Failures() {}

  public static String sentence(Exception failure) {
    return switch (failure) {
      case OperationFailure known -> message(known);
      case BlobStorageException azure ->
          "Azure refused a request: %s (%d). Check the key for Azure and its permissions."
              .formatted(azure.getErrorCode(), azure.getStatusCode());
      case AwsServiceException aws ->
          "AWS refused a request: %s Check the key for AWS and its permissions."
              .formatted(message(aws));
      case SdkException aws -> "AWS cannot be reached: " + message(aws);
      default -> {
        Throwable cause = failure.getCause();
        yield message(failure)
            + (cause == null || message(failure).contains(message(cause))
                ? ""
                : " (" + message(cause) + ")");
      }
    };
  }

  private static String message(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
  }
}
