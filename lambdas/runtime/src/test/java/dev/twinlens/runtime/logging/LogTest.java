package dev.twinlens.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LogTest {
  private final List<String> lines = new ArrayList<>();
  private final Log log = Log.to("classify", lines::add);

  @Test
  void writesOneObjectPerLine() throws MalformedJsonException {
    log.with("requestId", "r1").with("key", "a\nb\"😀").with("sasDaysLeft", 12.5).info("Labelled");

    assertThat(lines).singleElement().asString().doesNotContain("\n");
    assertThat(Json.object(lines.get(0)))
        .containsEntry("level", "INFO")
        .containsEntry("message", "Labelled")
        .containsEntry("function", "classify")
        .containsEntry("requestId", "r1")
        .containsEntry("key", "a\nb\"😀")
        .containsEntry("sasDaysLeft", 12.5)
        .containsKey("timestamp");
  }

  @Test
  void printsUtf8WhateverThePlatformsCharacterSet() {
    PrintStream standardOutput = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.US_ASCII));
      Log.of("classify").with("key", "猫😀").info("Labelled");
    } finally {
      System.setOut(standardOutput);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("\"猫😀\"").endsWith("}\n");
  }

  @Test
  void describesAnErrorWithItsStack() throws MalformedJsonException {
    log.error(
        "Failed", new IllegalStateException("broken", new IllegalArgumentException("because")));

    assertThat(Json.object(lines.get(0)).get("error"))
        .isInstanceOfSatisfying(
            Map.class,
            error -> {
              assertThat(error.get("type")).isEqualTo("java.lang.IllegalStateException");
              assertThat(error.get("message")).isEqualTo("broken");
              assertThat(error.get("stack").toString()).contains("LogTest").contains("because");
            });
  }

  @Test
  void leavesItsParentAsItWas() throws MalformedJsonException {
    log.with("key", "a");
    log.info("Invoked");

    assertThat(Json.object(lines.get(0))).doesNotContainKey("key");
  }

  @Test
  void redactsSignaturesAndTokens() {
    log.error(
        "Failed",
        new IllegalStateException(
            "PUT https://x.blob.core.windows.net/originals/a?sv=2024&sig=abc%2Bdef%3D&se=2027 and"
                + " https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIA%2F1&X-Amz-Security-Token=tok&X-Amz-Signature=0123 failed"));

    assertThat(lines.get(0))
        .doesNotContain("abc%2Bdef", "AKIA", "=tok", "=0123")
        .contains("sig=REDACTED&se=2027", "X-Amz-Signature=REDACTED failed");
  }
}
