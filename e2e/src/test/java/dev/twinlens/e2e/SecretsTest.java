package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.models.BlobStorageException;
import dev.twinlens.local.deployment.stack.StackConfiguration;
import dev.twinlens.local.testing.Photos;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where a running deployment keeps its secrets, and what the SAS that leaves AWS permits. The
 * functions' own secrets are read from the environments of their processes.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads environments in /proc")
@ExtendWith(DevStack.class)
class SecretsTest {
  private static final String SAS = "BACKUP_CONTAINER_SAS";
  private static final String KEY = "secrets/chelsea.png";
  private static final BlobServiceVersion SERVICE_VERSION = BlobServiceVersion.V2026_06_06;

  /** Read once, because a function's process ends when it is idle. */
  private static Map<String, Map<String, String>> environments = Map.of();

  private final Stack stack;

  SecretsTest(Stack stack) {
    this.stack = stack;
  }

  @BeforeEach
  void wakeTheFunctionsWithAPhoto() {
    if (environments.isEmpty()) {
      stack.putObject(KEY, Photos.read("chelsea.png"));
      stack.awaitDone(KEY);
      assertThat(stack.postUpload("{}").status()).isEqualTo(400);
      assertThat(stack.audit().functionError()).isNull();
      environments =
          Stream.of("audit", "backup", "classify", "query-images", "request-upload")
              .collect(Collectors.toMap(function -> function, FunctionProcesses::environmentOf));
    }
  }

  @Test
  void areNowhereButInFilesOfTheirOwner() throws IOException {
    var secrets = secrets();
    var holders = new ArrayList<String>();
    for (var file : filesUnder(stack.dataDirectory())) {
      String content;
      try {
        content = Files.readString(file, StandardCharsets.ISO_8859_1);
      } catch (NoSuchFileException replaced) {
        // The deployment replaces files while it runs.
        continue;
      }
      if (secrets.values().stream().anyMatch(content::contains)) {
        holders.add(stack.dataDirectory().relativize(file).toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
    assertThat(holders)
        .containsExactlyInAnyOrder("aws/access-keys.json", "environment.json", "state.json");
  }

  /** Without this, the test above could pass without reading a file. */
  @Test
  void areLookedForInOutputsAndEveryLog() throws IOException {
    assertThat(filesUnder(stack.dataDirectory()))
        .extracting(file -> stack.dataDirectory().relativize(file).toString())
        .contains("outputs.json", "logs/program.log")
        .anyMatch(file -> file.startsWith("logs/backup-"))
        .anyMatch(file -> file.startsWith("logs/api-"));
  }

  @Test
  void areNotOnThePage() throws IOException {
    var paths = new ArrayList<String>();
    try (var files = Files.walk(Stack.HOME.resolve("site/public"))) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> paths.add(Stack.HOME.resolve("site/public").relativize(file).toString()));
    }
    assertThat(paths).contains("index.html");
    paths.add("config.json");
    for (var path : paths) {
      var response = stack.send(HttpRequest.newBuilder(stack.site().resolve("/" + path)));
      assertThat(response.status()).as(path).isEqualTo(200);
      assertHidden(path, response);
    }
  }

  @Test
  void areNotInTheApisResponses() {
    var posted = stack.postImage("image/png", Photos.read("chelsea.png"));
    assertThat(posted.status()).isEqualTo(201);
    assertHidden("POST /images", posted);
    assertHidden("POST /uploads", stack.postUpload("{}"));
    assertHidden("GET /uploads", stack.send(stack.api("/uploads")));
    assertHidden("GET /images", stack.send(stack.api("/images")));
    assertHidden("GET /images/{key+}", stack.image(KEY));
    assertHidden("GET /images/{key+}", stack.image("nothing"));
    assertHidden("GET /labels", stack.send(stack.api("/labels")));
    assertHidden("GET /health", stack.send(stack.api("/health")));
  }

  private static void assertHiddenIn(String place, String text, Map<String, String> secrets) {
    secrets.forEach(
        (name, secret) ->
            assertThat(text.contains(secret)).as("%s holds the %s", place, name).isFalse());
  }

  private void assertHidden(String place, Response response) {
    assertHiddenIn(place, response.headers() + response.body(), secrets());
  }

  @Test
  void letTheBackupFunctionCreate() {
    var blob = holder(stack.output("backupContainerUrl")).getBlobClient("secrets/stored");

    blob.upload(BinaryData.fromString("one"), /* overwrite= */ true);
    assertForbidden(() -> blob.upload(BinaryData.fromString("two"), /* overwrite= */ true));

    assertThat(stack.backups().getBlobClient("secrets/stored").downloadContent().toString())
        .isEqualTo("one");
  }

  static Stream<Arguments> attacks() {
    return Stream.of(
        attack("read", (container, copy) -> container.getBlobClient(copy).downloadContent()),
        attack(
            "read properties", (container, copy) -> container.getBlobClient(copy).getProperties()),
        attack("read tags", (container, copy) -> container.getBlobClient(copy).getTags()),
        attack(
            "set tags",
            (container, copy) -> container.getBlobClient(copy).setTags(Map.of("a", "b"))),
        attack("list", (container, copy) -> container.listBlobs().forEach(blob -> {})),
        attack("delete", (container, copy) -> container.getBlobClient(copy).delete()),
        attack("read the container's properties", (container, copy) -> container.getProperties()),
        attack("read the container's policies", (container, copy) -> container.getAccessPolicy()),
        attack(
            "open the container", (container, copy) -> container.setAccessPolicy(null, List.of())),
        attack(
            "set the container's metadata",
            (container, copy) -> container.setMetadata(Map.of("a", "b"))),
        attack("delete the container", (container, copy) -> container.delete()));
  }

  private static Arguments attack(String name, BiConsumer<BlobContainerClient, String> attack) {
    return Arguments.of(name, attack);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void letTheBackupFunctionDoNothingElse(
      String name, BiConsumer<BlobContainerClient, String> attack) {
    String copy = stack.copyOf(KEY).getBlobName();

    assertForbidden(() -> attack.accept(holder(stack.output("backupContainerUrl")), copy));

    assertThat(stack.copyOf(KEY).downloadContent().toBytes()).isEqualTo(Photos.read("chelsea.png"));
  }

  @Test
  void letTheBackupFunctionIntoNoOtherContainer() {
    var others = stack.backups().getServiceClient().createBlobContainerIfNotExists("others");
    others.getBlobClient("kept").upload(BinaryData.fromString("as it was"), true);
    var other = stack.output("backupContainerUrl").replaceFirst("/[^/]+$", "/others");
    try {
      assertForbidden(
          () -> holder(other).getBlobClient("kept").upload(BinaryData.fromString("x"), true));
      assertForbidden(() -> holder(other).getBlobClient("new").upload(BinaryData.fromString("x")));
      assertForbidden(() -> holder(other.replace("others", "new")).create());
      assertThat(others.getBlobClient("kept").downloadContent().toString()).isEqualTo("as it was");
    } finally {
      others.delete();
    }
  }

  @Test
  void letTheBackupFunctionIntoNoOtherAccount() {
    var url = URI.create(stack.output("backupContainerUrl"));
    var account = url.getPath().split("/", -1)[1];
    var other = url.toString().replace("/" + account + "/", "/" + account + "0/");

    assertThatThrownBy(() -> holder(other).getBlobClient("new").upload(BinaryData.fromString("x")))
        .isInstanceOfSatisfying(
            BlobStorageException.class,
            refusal -> assertThat(refusal.getStatusCode()).isBetween(400, 499));
  }

  private BlobContainerClient holder(String containerUrl) {
    return new BlobContainerClientBuilder()
        .endpoint(containerUrl)
        .sasToken(environments.get("backup").get(SAS))
        .serviceVersion(SERVICE_VERSION)
        .buildClient();
  }

  private static void assertForbidden(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BlobStorageException.class,
            refusal -> assertThat(refusal.getStatusCode()).isEqualTo(403));
  }

  /** Every secret of the deployment, by its name. */
  private Map<String, String> secrets() {
    var secrets = new TreeMap<String, String>();
    secrets.put("administrator's secret key", stack.environment().get("AWS_SECRET_ACCESS_KEY"));
    secrets.put(
        "storage account's key",
        field(stack.environment().get("AZURE_STORAGE_CONNECTION_STRING"), ";", "AccountKey"));
    secrets.put(
        "GitHub token", StackConfiguration.read(Stack.HOME, "dev").require("twinlens:githubToken"));
    for (var holder : List.of("backup", "audit")) {
      var signature = field(environments.get(holder).get(SAS), "&", "sig");
      secrets.put("SAS of " + holder + ", as it is sent", signature);
      secrets.put("SAS of " + holder, URLDecoder.decode(signature, StandardCharsets.UTF_8));
    }
    environments.forEach(
        (function, environment) ->
            secrets.put("secret key of " + function, environment.get("AWS_SECRET_ACCESS_KEY")));
    assertThat(secrets.values()).allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(10));
    return secrets;
  }

  private static String field(String text, String separator, String name) {
    return Arrays.stream(text.split(separator, -1))
        .filter(part -> part.startsWith(name + "="))
        .map(part -> part.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  private static List<Path> filesUnder(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
