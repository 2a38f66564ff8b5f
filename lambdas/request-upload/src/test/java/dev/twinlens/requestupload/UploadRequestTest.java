package dev.twinlens.requestupload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.twinlens.domain.images.ImageRules;
import dev.twinlens.domain.json.Json;
import dev.twinlens.runtime.http.Problem;
import dev.twinlens.runtime.http.ProblemException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadRequestTest {
  private static final ImageRules RULES = new ImageRules(1000, Set.of("image/jpeg", "image/png"));
  private static final String SHA256 = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
  private static final Map<String, Object> GOOD =
      Map.of("fileName", "cat.jpg", "contentType", "image/jpeg", "size", 1000, "sha256", SHA256);

  @Test
  void readsAGoodRequest() {
    assertThat(UploadRequest.parse(Json.write(GOOD), RULES))
        .isEqualTo(new UploadRequest("cat.jpg", "image/jpeg", 1000, SHA256));
  }

  @ParameterizedTest
  @CsvSource({"1000.0", "1e3"})
  void readsAWholeNumberHoweverItIsWritten(String size) {
    String body = Json.write(GOOD).replace(":1000", ":" + size);

    assertThat(UploadRequest.parse(body, RULES).size()).isEqualTo(1000);
  }

  @Test
  void countsTheCharactersOfAFileNameAndNotItsCodeUnits() {
    Map<String, Object> body = new HashMap<>(GOOD);
    body.put("fileName", "\uD83D\uDC08".repeat(255));

    assertThat(UploadRequest.parse(Json.write(body), RULES).fileName()).hasSize(510);
  }

  @Test
  void namesEveryFieldThatIsMissingAtOnce() {
    assertThat(fields(rejected("{}"))).containsExactly("fileName", "contentType", "size", "sha256");
  }

  static Stream<Arguments> wrongFields() {
    return Stream.of(
        Arguments.of("fileName", ""),
        Arguments.of("fileName", " "),
        Arguments.of("fileName", 5),
        Arguments.of("fileName", "x".repeat(256)),
        Arguments.of("filename", "cat.jpg"),
        Arguments.of("contentType", "image/gif"),
        Arguments.of("contentType", "IMAGE/JPEG"),
        Arguments.of("contentType", "image/jpeg; charset=utf-8"),
        Arguments.of("size", 0),
        Arguments.of("size", -1),
        Arguments.of("size", 1001),
        Arguments.of("size", 1.5),
        Arguments.of("size", "1000"),
        Arguments.of("size", Long.MAX_VALUE),
        Arguments.of("size", new BigInteger("18446744073709552616")),
        Arguments.of("sha256", "abc"),
        Arguments.of("sha256", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
        Arguments.of("sha256", SHA256.substring(0, 43)),
        Arguments.of("sha256", SHA256.replace('+', '-')),
        Arguments.of("sha256", SHA256 + "\n"),
        Arguments.of("sha256", List.of()));
  }

  @ParameterizedTest
  @MethodSource("wrongFields")
  void namesTheFieldThatIsWrong(String field, Object value) {
    Map<String, Object> body = new HashMap<>(GOOD);
    body.put(field, value);

    Problem problem = rejected(Json.write(body));

    assertThat(problem.status()).isEqualTo(400);
    assertThat(fields(problem)).containsExactly(field);
  }

  @Test
  void namesAFieldOnceWhenItIsNull() {
    Map<String, Object> body = new HashMap<>(GOOD);
    body.put("sha256", null);

    assertThat(fields(rejected(Json.write(body)))).containsExactly("sha256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "fileName=cat.jpg", "{\"fileName\":"})
  void rejectsBodiesThatAreNotAJsonObject(String body) {
    assertThat(rejected(body).status()).isEqualTo(400);
    assertThat(rejected(body).detail()).contains("JSON object");
  }

  private static Problem rejected(String body) {
    return catchThrowableOfType(ProblemException.class, () -> UploadRequest.parse(body, RULES))
        .problem();
  }

  private static List<Object> fields(Problem problem) {
    return ((List<?>) problem.extensions().get("errors"))
        .stream().<Object>map(error -> ((Map<?, ?>) error).get("field")).toList();
  }
}
