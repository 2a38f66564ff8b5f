package dev.twinlens.local.rekognition;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/**
 * A response of Rekognition's JSON 1.1 protocol, content type {@code application/x-amz-json-1.1}.
 *
 * @param status the HTTP status
 * @param json the body, a JSON object
 */
public record RekognitionResponse(int status, String json) {

  /**
   * An error as Rekognition writes it.
   *
   * @param status the HTTP status, 400 or 500
   * @param type the error's name, for instance {@code InvalidParameterException}
   * @see <a
   *     href="https://docs.aws.amazon.com/rekognition/latest/dg/error-handling.html">Rekognition's
   *     error handling</a>
   */
  public static RekognitionResponse error(int status, String type, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("__type", type);
    body.put("Code", type);
    body.put("Logref", UUID.randomUUID().toString());
    body.put("Message", message);
    return new RekognitionResponse(status, body.toString());
  }
}
