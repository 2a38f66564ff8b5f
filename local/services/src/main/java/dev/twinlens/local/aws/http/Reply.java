package dev.twinlens.local.aws.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/** An HTTP answer of a service other than S3. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Reply(int status, String contentType, byte[] body) {
  public static Reply xml(int status, String xml) {
    return new Reply(status, "text/xml", xml.getBytes(UTF_8));
  }

  public static Reply json(int status, String contentType, String json) {
    return new Reply(status, contentType, json.getBytes(UTF_8));
  }
}
