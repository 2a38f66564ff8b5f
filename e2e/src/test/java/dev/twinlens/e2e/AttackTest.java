package dev.twinlens.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What an attacker can try who knows only the addresses. */
@ExtendWith(DevStack.class)
class AttackTest {
  private final Stack stack;
  private final Attacker attacker;
  private final String images;
  private final String results;

  AttackTest(Stack stack) {
    this.stack = stack;
    this.attacker = new Attacker(stack);
    this.images = stack.output("imagesBucket");
    this.results = stack.output("resultsBucket");
  }

  @ParameterizedTest
  @CsvSource({"GET, /", "GET, /%s", "GET, /%s?versions", "GET, /%s/any.png", "PUT, /%s/any.png"})
  void refusesUnsignedReadsAndWritesOfABucket(String method, String path) {
    for (String bucket : List.of(images, results)) {
      Attacker.assertForbidden(
          stack.send(
              HttpRequest.newBuilder(attacker.endpoint(path.formatted(bucket)))
                  .method(method, HttpRequest.BodyPublishers.ofString(""))),
          "AccessDenied");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../Pulumi.yaml",
        "/%2e%2e/Pulumi.yaml",
        "/..%2fPulumi.yaml",
        "/js/..%2f..%2fPulumi.yaml",
        "/%2e%2e%2f%2e%2e%2fPulumi.yaml"
      })
  void servesNoFileOutsideThePagesFolder(String path) {
    Response response =
        stack.send(HttpRequest.newBuilder(URI.create(stack.output("siteUrl") + path)));

    assertThat(response.body()).doesNotContain("twinlens:", "runtime:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/health", "/etc/passwd"})
  void findsNoImageUnderAKeyThatLooksLikeAPath(String key) {
    Response response = stack.send(stack.api("/images/" + key));

    assertThat(response.status()).as(response.body()).isBetween(400, 404);
  }

  /** DNS rebinding: a page elsewhere whose name resolves to this machine. */
  @Test
  void refusesTheHostNameOfAnotherMachine() throws IOException {
    for (URI address :
        List.of(
            stack.site(), URI.create(stack.output("apiUrl") + "/health"), attacker.endpoint("/"))) {
      try (Socket socket = new Socket(address.getHost(), address.getPort())) {
        socket.setSoTimeout(Math.toIntExact(Stack.PATIENCE.toMillis()));
        String path = address.getPath().isEmpty() ? "/" : address.getPath();
        socket
            .getOutputStream()
            .write(
                "GET %s HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n"
                    .formatted(path)
                    .getBytes(UTF_8));

        assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
            .as(address.toString())
            .containsPattern("^HTTP/1.1 (403|421) ");
      }
    }
  }

  /** A policy that requires TLS refuses even the administrator. */
  @Test
  void refusesRequestsWithoutTls() {
    URI withoutTls = URI.create(stack.environment().get("TWINLENS_ENDPOINT_WITHOUT_TLS"));
    try (Clients plain = stack.asAdministrator(withoutTls)) {
      List<Runnable> calls =
          List.of(
              () -> plain.s3().listObjectsV2(list -> list.bucket(images)),
              () -> plain.s3().listObjectsV2(list -> list.bucket(results)),
              () ->
                  plain
                      .sns()
                      .publish(
                          publish -> publish.topicArn(stack.output("uploadsTopic")).message("{}")),
              () -> {
                String queue = plain.sqs().listQueues().queueUrls().get(0);
                plain.sqs().receiveMessage(receive -> receive.queueUrl(queue));
              });
      for (Runnable call : calls) {
        assertThatThrownBy(call::run)
            .isInstanceOf(AwsServiceException.class)
            .hasMessageContaining("explicit deny");
      }
    }
  }
}
