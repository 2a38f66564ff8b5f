package dev.twinlens.infra.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.WholeStack;
import dev.twinlens.infra.graph.RecordedResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The functions as they are deployed. That each variable is set which its code reads, and no other,
 * is tested where the code is.
 */
class FunctionsTest {
  private static final String FUNCTION = "aws:lambda/function:Function";

  /** The variables that name a resource, with the stack's output that names the same. */
  private static final Map<String, String> RESOURCES =
      Map.of(
          "IMAGES_BUCKET", "imagesBucket",
          "RESULTS_BUCKET", "resultsBucket",
          "IMAGES_TABLE", "imagesTable",
          "NOTIFICATIONS_TOPIC_ARN", "notificationsTopic",
          "BACKUP_CONTAINER_URL", "backupContainerUrl");

  static List<RecordedResource> functions() {
    return WholeStack.AMPLIFY.recorded().resources(FUNCTION);
  }

  private static RecordedResource function(String name) {
    return WholeStack.AMPLIFY.recorded().resource(FUNCTION, name);
  }

  @Test
  void areTheSameInEitherHostingButForTheBuild() {
    assertThat(WholeStack.CLOUDFRONT.recorded().resources(FUNCTION))
        .extracting(RecordedResource::name)
        .containsExactlyInAnyOrder(
            "request-upload",
            "upload-image",
            "classify",
            "backup",
            "thumbnail",
            "audit",
            "query-images",
            "delete-image");
    assertThat(functions())
        .extracting(RecordedResource::name)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of("start-build"),
                    WholeStack.CLOUDFRONT.recorded().resources(FUNCTION).stream()
                        .map(RecordedResource::name))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("functions")
  void haveAModuleWithTheirHandlerAndArchive(RecordedResource function) throws IOException {
    var module = Path.of("lambdas", function.name());
    assertThat(Path.of((String) function.input("code.path")))
        .isEqualTo(module.resolve("target").resolve(function.name() + ".zip"));
    assertThat(module.resolve("pom.xml")).exists();

    var handler = ((String) function.input("handler")).split("::", -1);
    var source = module.resolve("src/main/java").resolve(handler[0].replace('.', '/') + ".java");
    assertThat(source).exists();
    assertThat(Files.readString(source))
        .contains("class " + source.getFileName().toString().replace(".java", ""));
    assertThat(handler[1]).isEqualTo("handleRequest");
  }

  @ParameterizedTest
  @MethodSource("functions")
  void nameTheResourcesThatTheStackExports(RecordedResource function) {
    var outputs = WholeStack.AMPLIFY.recorded().outputs();
    var variables = (Map<?, ?>) function.input("environment.variables");
    assertThat(variables.keySet().stream().filter(RESOURCES::containsKey).toList().isEmpty())
        .as("only the build works with nothing that the stack exports")
        .isEqualTo(function.name().equals("start-build"));
    RESOURCES.forEach(
        (variable, output) -> {
          if (variables.containsKey(variable)) {
            assertThat(variables.get(variable)).as(variable).isEqualTo(outputs.get(output));
          }
        });
  }

  /** A function that signs for longer than the bucket allows makes URLs that expire early. */
  @ParameterizedTest
  @CsvSource({
    "request-upload, DenyStaleUploads",
    "upload-image, DenyStaleViews",
    "query-images, DenyStaleViews"
  })
  void signUrlsForAsLongAsTheBucketAllows(String function, String sid) {
    var limit =
        WholeStack.AMPLIFY
            .recorded()
            .resource("aws:s3/bucketPolicy:BucketPolicy", "store-images-policy")
            .policy("policy")
            .stream()
            .filter(statement -> statement.sid().equals(sid))
            .map(statement -> statement.conditions().get("NumericGreaterThan"))
            .map(condition -> condition.get("s3:signatureAge"))
            .toList();
    assertThat(limit)
        .containsExactly(
            function(function).input("environment.variables.URL_EXPIRY_SECONDS") + "000");
  }

  @Test
  void agreeOnWhatTheyAccept() {
    for (var variable : Set.of("MAX_UPLOAD_BYTES", "ALLOWED_TYPES")) {
      assertThat(functions())
          .filteredOn(function -> function.find("environment.variables." + variable).isPresent())
          .hasSizeGreaterThan(2)
          .extracting(function -> function.input("environment.variables." + variable))
          .containsOnly(function("request-upload").input("environment.variables." + variable));
    }
    assertThat(function("request-upload").input("environment.variables.MAX_UPLOAD_BYTES"))
        .isEqualTo("15728640");
    assertThat(function("request-upload").input("environment.variables.ALLOWED_TYPES"))
        .isEqualTo("image/jpeg,image/png");
  }

  /** API Gateway gives up after 30 s, so an answer after that would be lost. */
  @ParameterizedTest
  @CsvSource({"request-upload", "upload-image", "query-images", "delete-image"})
  void answerBeforeApiGatewayGivesUp(String function) {
    assertThat((Double) function(function).input("timeout")).isLessThan(30.0);
  }

  @Test
  void haveVariablesThatOtherTestsCanRead() {
    assertThat(WholeStack.AMPLIFY.recorded().environmentNames().get("backup"))
        .containsExactlyInAnyOrder(
            "IMAGES_BUCKET",
            "IMAGES_TABLE",
            "BACKUP_CONTAINER_URL",
            "BACKUP_CONTAINER_SAS",
            "QUEUE_URL",
            "DEAD_LETTER_QUEUE_URL");
  }

  @Test
  void haveOnlySignaturesAsSecrets() {
    assertThat(functions())
        .filteredOn(function -> !function.secrets().isEmpty())
        .extracting(RecordedResource::name)
        .containsExactlyInAnyOrder("backup", "audit");
    assertThat((String) function("backup").input("environment.variables.BACKUP_CONTAINER_SAS"))
        .contains("&sp=c&");
    assertThat((String) function("audit").input("environment.variables.BACKUP_CONTAINER_SAS"))
        .contains("&sp=rl&");
  }
}
