package dev.twinlens.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;

final class AzureFailuresTest {
  static Stream<Throwable> unanswered() {
    return Stream.of(
        new UncheckedIOException(new ConnectException("secret?sig=1")),
        new IllegalStateException(new TimeoutException("in 20000ms")));
  }

  @ParameterizedTest
  @MethodSource("unanswered")
  void saysThatAzureDoesNotAnswer(Throwable failure) {
    assertThat(AzureFailures.reason(failure)).isEqualTo("Azure Blob Storage does not answer.");
  }

  @Test
  void blamesAwsForItsOwnConnections() {
    assertThat(
            AzureFailures.reason(
                SdkClientException.create("no connection", new IOException("reset"))))
        .isEqualTo("AWS does not answer.");
  }
}
