package dev.twinlens.local.services.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.local.support.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/** Stores email in a directory: one RFC 5322 file per message. */
final class Mailbox {
  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  private final Path directory;

  Mailbox(Path directory) {
    this.directory = directory;
  }

  void put(Delivery delivery) throws IOException {
    Files.createDirectories(directory);
    String name = FILE_TIME.format(delivery.createdAt()) + "-" + delivery.id() + ".eml";
    AtomicFiles.write(
        directory.resolve(name),
        String.join(
            "\r\n",
            "Date: "
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    delivery.createdAt().atOffset(ZoneOffset.UTC)),
            "From: AWS Notifications <no-reply@sns.amazonaws.com>",
            "To: " + delivery.endpoint(),
            "Subject: " + encodedWord(delivery.subject()),
            "Message-ID: <" + delivery.id() + "@sns.amazonaws.com>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=UTF-8",
            "Content-Transfer-Encoding: base64",
            "",
            Base64.getMimeEncoder().encodeToString(delivery.body().getBytes(UTF_8)),
            ""));
  }

  /** RFC 2047, for text that a header cannot contain as it is. */
  private static String encodedWord(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 127)
        ? text
        : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "?=";
  }
}
