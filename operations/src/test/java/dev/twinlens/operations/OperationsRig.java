package dev.twinlens.operations;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import dev.twinlens.backup.BackupHandler;
import dev.twinlens.domain.json.Json;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.testing.ConsumerTester;
import dev.twinlens.testing.TestContainer;
import dev.twinlens.testing.TestStack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** A stack of one test: S3, the table, Azure, the backup function, and the commands. */
public final class OperationsRig {
  private final TestStack stack = TestStack.create();
  private final TestContainer container = new TestContainer();
  private final ConsumerTester backup;
  private final Path data;

  /** What a command did. */
  public record Run(int exitCode, String out, String err) {}

  public OperationsRig(Path data) {
    this.data = data;
    Map<String, String> environment = stack.environment();
    environment.put("BACKUP_CONTAINER_URL", container.url());
    environment.put("BACKUP_CONTAINER_SAS", container.sas("c"));
    this.backup = new ConsumerTester(new BackupHandler(new Environment(environment)));
    publishQueues(Map.of());
  }

  /**
   * Writes what a running deployment has in its folder.
   *
   * @param queues the addresses of each function's queues
   */
  void publishQueues(Map<String, Map<String, String>> queues) {
    publish(Map.of("queues", queues));
  }

  /** Does what a deployment with {@code backupImmutabilityDays} does. */
  void makeCopiesImmutable(int days) {
    container.keepImmutable(days);
    publish(Map.of("queues", Map.of(), "backupImmutabilityDays", days));
  }

  private void publish(Map<String, ?> outputs) {
    Map<String, String> environment = stack.environment();
    Map<String, Object> all = new HashMap<>(outputs);
    all.put("imagesBucket", environment.get("IMAGES_BUCKET"));
    all.put("resultsBucket", environment.get("RESULTS_BUCKET"));
    all.put("imagesTable", environment.get("IMAGES_TABLE"));
    all.put("backupContainerUrl", container.url());
    write("outputs.json", all);
    write(
        "environment.json",
        Map.of(
            "AWS_ENDPOINT_URL", System.getProperty("aws.endpointUrl"),
            "AWS_REGION", System.getProperty("aws.region"),
            "AWS_ACCESS_KEY_ID", System.getProperty("aws.accessKeyId"),
            "AWS_SECRET_ACCESS_KEY", System.getProperty("aws.secretAccessKey"),
            "AZURE_STORAGE_CONNECTION_STRING", container.connectionString()));
  }

  private void write(String name, Map<String, ?> content) {
    try {
      Files.writeString(data.resolve(name), Json.write(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TestStack stack() {
    return stack;
  }

  public BlobContainerClient container() {
    return container.client();
  }

  /** Uploads an object without copying it. */
  String upload(String key, byte[] bytes) {
    return upload(PutObjectRequest.builder().key(key).contentType("image/jpeg"), bytes);
  }

  String upload(PutObjectRequest.Builder request, byte[] bytes) {
    return stack
        .images()
        .s3()
        .putObject(request.bucket(stack.images().name()).build(), RequestBody.fromBytes(bytes))
        .versionId();
  }

  /** Gives the event of the key's oldest upload that was not backed up to the function. */
  void backUp(String key) {
    if (!backup.failures(stack.uploadEvent(key)).isEmpty()) {
      throw new IllegalStateException(key + " was not copied");
    }
  }

  /** Uploads an object and copies it. */
  public String store(String key, byte[] bytes) {
    String version = upload(key, bytes);
    backUp(key);
    return version;
  }

  /** Destroys every version and delete marker. */
  public void emptyImages() {
    stack
        .images()
        .s3()
        .listObjectVersionsPaginator(list -> list.bucket(stack.images().name()))
        .forEach(
            page -> {
              page.versions().forEach(version -> destroy(version.key(), version.versionId()));
              page.deleteMarkers().forEach(marker -> destroy(marker.key(), marker.versionId()));
            });
  }

  private void destroy(String key, String version) {
    stack
        .images()
        .s3()
        .deleteObjects(
            request ->
                request
                    .bucket(stack.images().name())
                    .delete(
                        delete ->
                            delete.objects(
                                ObjectIdentifier.builder().key(key).versionId(version).build())));
  }

  List<String> blobs() {
    return container.names();
  }

  /** The only blob of a key that can be the name of one. */
  public String blob(String key) {
    return blobs().stream().filter(name -> name.startsWith(key + "/")).findFirst().orElseThrow();
  }

  /** Writes other bytes with the blob's metadata, as nobody may. */
  public void damage(String blob, byte[] bytes) {
    Map<String, String> metadata = container().getBlobClient(blob).getProperties().getMetadata();
    container().getBlobClient(blob).upload(BinaryData.fromBytes(bytes), true);
    container().getBlobClient(blob).setMetadata(metadata);
  }

  /** Runs a command on this stack. */
  Run run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--data";
    all[arguments.length + 1] = data.toString();
    return execute(all);
  }

  /** Runs a command and takes what it prints. */
  static Run execute(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream formerOut = System.out;
    PrintStream formerErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exitCode = OperationsCommand.run(arguments);
      return new Run(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(formerOut);
      System.setErr(formerErr);
    }
  }
}
