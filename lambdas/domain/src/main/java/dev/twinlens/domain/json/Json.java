package dev.twinlens.domain.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** JSON as maps, lists, strings, numbers and booleans. */
public final class Json {
  private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);
  private static final JsonFactory PARSERS =
      JsonFactory.builder()
          .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /**
   * Reads one JSON object.
   *
   * @throws MalformedJsonException when the text is something else, or continues after the object
   */
  public static Map<String, Object> object(String text) throws MalformedJsonException {
    try (JsonParser parser = PARSERS.createParser(text)) {
      if (parser.nextToken() != com.fasterxml.jackson.core.JsonToken.START_OBJECT) {
        throw new MalformedJsonException("not a JSON object");
      }
      Map<String, Object> object = WRITER.mapFrom(parser);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("more than one JSON value");
      }
      return object;
    } catch (IOException e) {
      throw new MalformedJsonException("not valid JSON", e);
    }
  }

  public static String write(Object value) {
    try {
      return WRITER.asString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
