package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.twinlens.local.testing.Photos;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * The drill: a thief has every credential that the prod stack hands out, and no photo is lost. The
 * copies are immutable for as long as the stack's file says.
 */
@Tag("own-deployment")
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads environments in /proc")
class ImmutabilityTest {
  /** The photos, by key. The first is overwritten with the second, and the third is deleted. */
  private static final Map<String, String> PHOTOS =
      Map.of(
          "drill/overwritten.png", "coffee.png",
          "drill/deleted.png", "camera.png",
          "drill/a cat & a cup.jpg", "cat-and-cup.jpg");

  private static final RequestRetryOptions ONE_TRY =
      new RequestRetryOptions(RetryPolicyType.FIXED, 1, 10, 100L, 100L, null);

  private static Stack stack;
  private static Attacker attacker;
  private static Map<String, String> versions;
  private static Map<String, String> copies;

  @BeforeAll
  static void storePhotos(@TempDir Path data) {
    stack = Stack.start(data, "prod");
    attacker = new Attacker(stack);
    PHOTOS.forEach((key, photo) -> stack.putObject(key, Photos.read(photo)));
    PHOTOS.keySet().forEach(stack::awaitDone);
    stack.putObject("drill/overwritten.png", Photos.read("chelsea.png"));
    try (S3Client s3 = stack.s3()) {
      s3.deleteObject(
          delete -> delete.bucket(stack.output("imagesBucket")).key("drill/deleted.png"));
    }
    awaitVerified();
    versions = versions();
    copies = copies();
    assertThat(versions).hasSize(PHOTOS.size() + 1);
    assertThat(copies).hasSize(versions.size());
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  /** Overwriting an original adds a version, which two functions need to store uploads. */
  @Test
  void losesNothingToTheRoleOfAnyFunction() {
    Set<String> overwriting = new TreeSet<>();
    Map<String, AwsBasicCredentials> roles = attacker.roleKeys();
    assertThat(roles).hasSizeGreaterThan(5);
    roles.forEach(
        (role, key) -> {
          try (Clients clients = stack.as(key)) {
            for (ObjectVersion original : originals()) {
              for (OriginalAttack attack : OriginalAttack.all()) {
                if (!isDenied(attack, clients, original)) {
                  overwriting.add(attack + " by " + stack.lambda().functionsOf(role));
                }
              }
            }
          }
        });

    assertThat(overwriting)
        .hasSize(2)
        .allMatch(
            success -> success.matches("overwrite by \\[(request-upload|upload-image)-.*\\]"));
    assertNothingIsLost();
  }

  private static boolean isDenied(OriginalAttack attack, Clients clients, ObjectVersion original) {
    try {
      attack.on(clients, original);
      return false;
    } catch (AwsServiceException denied) {
      assertThat(denied.awsErrorDetails().errorCode())
          .as("%s of %s", attack, original)
          .isEqualTo("AccessDenied");
      return true;
    }
  }

  @Test
  void losesNothingToAnySignature() {
    Map<String, String> signatures = attacker.signatures();
    assertThat(signatures.keySet()).anyMatch(function -> function.startsWith("backup-"));
    signatures.forEach(
        (function, signature) -> {
          BlobContainerClient thief =
              new BlobContainerClientBuilder()
                  .endpoint(stack.output("backupContainerUrl"))
                  .sasToken(signature)
                  .serviceVersion(BlobServiceVersion.V2026_06_06)
                  .retryOptions(ONE_TRY)
                  .buildClient();
          for (String copy : copies.keySet()) {
            BlobClient blob = thief.getBlobClient(copy);
            CopyAttack.prohibited().forEach(attack -> assertRefused(attack, blob, 403, 409));
            CopyAttack.notPermitted().forEach(attack -> assertRefused(attack, blob, 403));
            CopyAttack.onRetention().forEach(attack -> assertRefused(attack, blob, 403, 500));
          }
        });

    assertNothingIsLost();
  }

  @Test
  void losesNothingToTheAccountsKey() {
    BlobContainerClient owner =
        new BlobServiceClientBuilder()
            .connectionString(stack.environment().get("AZURE_STORAGE_CONNECTION_STRING"))
            .serviceVersion(BlobServiceVersion.V2026_06_06)
            .retryOptions(ONE_TRY)
            .buildClient()
            .getBlobContainerClient(stack.backups().getBlobContainerName());
    for (String copy : copies.keySet()) {
      BlobClient blob = owner.getBlobClient(copy);
      for (CopyAttack attack : CopyAttack.prohibited()) {
        assertThat(assertRefused(attack, blob, 409).getErrorCode().toString())
            .as(attack.name())
            .isEqualTo("BlobImmutableDueToPolicy");
      }
      CopyAttack.onRetention().forEach(attack -> assertRefused(attack, blob, 500, 501));
    }

    assertNothingIsLost();
  }

  private static BlobStorageException assertRefused(
      CopyAttack attack, BlobClient copy, Integer... statuses) {
    var refusal =
        assertThatExceptionOfType(BlobStorageException.class)
            .as(attack.name())
            .isThrownBy(() -> attack.on(copy))
            .actual();
    assertThat(refusal.getStatusCode()).as(attack.name()).isIn((Object[]) statuses);
    return refusal;
  }

  @Test
  void keepsAPhotoFromBeingErasedAndSaysUntilWhen() {
    BlobClient newest = stack.copyOf("drill/overwritten.png");
    Instant until = newest.getProperties().getCreationTime().toInstant().plus(30, ChronoUnit.DAYS);

    LocalCommand erase = command("erase", "drill/overwritten.png", "--yes");

    assertThat(erase.exitValue()).as(erase.output()).isEqualTo(2);
    assertThat(erase.output())
        .contains(
            "Azure keeps " + newest.getBlobName() + " until " + until,
            "nothing of its photo was removed")
        .doesNotContain("{\"removed\"");
    assertNothingIsLost();
  }

  /** There may be more by now: versions that a thief has added. */
  private static void assertNothingIsLost() {
    assertThat(versions()).containsAllEntriesOf(versions);
    assertThat(copies()).containsAllEntriesOf(copies);
    awaitVerified();
  }

  private static List<ObjectVersion> originals() {
    try (S3Client s3 = stack.s3()) {
      return s3
          .listObjectVersions(list -> list.bucket(stack.output("imagesBucket")))
          .versions()
          .stream()
          .filter(version -> versions.containsKey(version.key() + " " + version.versionId()))
          .toList();
    }
  }

  /** The SHA-256 of each version in the bucket. */
  private static Map<String, String> versions() {
    Map<String, String> hashes = new TreeMap<>();
    String bucket = stack.output("imagesBucket");
    try (S3Client s3 = stack.s3()) {
      for (ObjectVersion version : s3.listObjectVersions(list -> list.bucket(bucket)).versions()) {
        byte[] bytes =
            s3.getObjectAsBytes(
                    get -> get.bucket(bucket).key(version.key()).versionId(version.versionId()))
                .asByteArray();
        hashes.put(version.key() + " " + version.versionId(), Stack.sha256(bytes));
      }
    }
    return hashes;
  }

  /** The SHA-256 and the metadata of each blob. */
  private static Map<String, String> copies() {
    Map<String, String> hashes = new TreeMap<>();
    for (BlobItem item : stack.backups().listBlobs()) {
      BlobClient blob = stack.backups().getBlobClient(item.getName());
      hashes.put(
          item.getName(),
          Stack.sha256(blob.downloadContent().toBytes())
              + new TreeMap<>(blob.getProperties().getMetadata()));
    }
    return hashes;
  }

  /**
   * The command reads every byte of each version and of its copy. What was added is copied soon.
   */
  private static void awaitVerified() {
    Awaitility.await()
        .atMost(Stack.PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              LocalCommand verify = command("verify", "--read", "--waiting", "0");
              return "exit status " + verify.exitValue() + ": " + verify.output();
            },
            report -> report.startsWith("exit status 0: "));
  }

  private static LocalCommand command(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--data");
    all.add(stack.dataDirectory().toString());
    return LocalCommand.startOperation(all.toArray(String[]::new));
  }
}
