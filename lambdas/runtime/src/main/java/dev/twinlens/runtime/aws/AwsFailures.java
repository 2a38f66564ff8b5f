package dev.twinlens.runtime.aws;

import dev.twinlens.domain.catalog.ThrottledException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Why an attempt failed: one sentence for a person, without what only a log should have. */
public final class AwsFailures {
  /** The names that differ from what the SDK calls the services. */
  private static final Map<String, String> NAMES = Map.of("DynamoDb", "DynamoDB", "Sns", "SNS");

  private static final int FORBIDDEN = 403;

  private AwsFailures() {}

  public static String reason(Throwable failure) {
    return causes(failure)
        .flatMap(cause -> sentence(cause).stream())
        .findFirst()
        .orElse("An unexpected failure. The function's log has its details.");
  }

  /** A failure and its causes. */
  public static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20);
  }

  private static Optional<String> sentence(Throwable failure) {
    return switch (failure) {
      case ThrottledException throttled -> Optional.of("Amazon DynamoDB is throttling requests.");
      case SdkServiceException refusal -> Optional.of(service(refusal) + " " + what(refusal));
      case SdkException unreachable -> Optional.of(unreachable(unreachable) + " does not answer.");
      default -> Optional.empty();
    };
  }

  private static String what(SdkServiceException refusal) {
    if (refusal.isThrottlingException()) {
      return "is throttling requests.";
    }
    if (refusal.statusCode() == FORBIDDEN) {
      return "denies access.";
    }
    return refusal.statusCode() >= 500 ? "has a fault." : "rejects the request.";
  }

  private static String unreachable(SdkException failure) {
    return Stream.of(failure.getSuppressed())
        .filter(UnreachableServiceException.class::isInstance)
        .map(suppressed -> name(((UnreachableServiceException) suppressed).service()))
        .findFirst()
        .orElse("AWS");
  }

  private static String service(SdkServiceException refusal) {
    return refusal instanceof AwsServiceException aws && aws.awsErrorDetails() != null
        ? name(aws.awsErrorDetails().serviceName())
        : "AWS";
  }

  private static String name(String service) {
    return service == null || service.isEmpty()
        ? "AWS"
        : "Amazon " + NAMES.getOrDefault(service, service);
  }
}
