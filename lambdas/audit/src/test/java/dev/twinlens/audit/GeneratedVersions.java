package dev.twinlens.audit;

import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.domain.keys.Urls;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * Any number of photos, one version each, computed from their numbers. The copy of every
 * tenthousandth is missing.
 */
record GeneratedVersions(int count, String containerUrl) {
  static final Instant UPLOADED_AT = Instant.parse("2026-11-01T08:00:00Z");
  static final String DAY = "2026-11-01";
  private static final String TIME = "2026-11-01T08:00:00.000Z";
  private static final int SIZE = 1000;

  /** The same for all, so that little of a run's time is that of the test. */
  private static final byte[] BYTES = new byte[SIZE];

  private static final String MD5 = Base64.getEncoder().encodeToString(Hashes.md5().digest(BYTES));
  private static final String SHA256 = Hashes.sha256Base64(BYTES);
  private static final int MISSING_OF = 10_000;

  static String key(int number) {
    return "photos/%08d.jpg".formatted(number);
  }

  static int number(String key) {
    return Integer.parseInt(key.replaceAll("[^0-9]", ""));
  }

  static boolean hasCopy(int number) {
    return number % MISSING_OF != MISSING_OF / 2;
  }

  static byte[] bytes() {
    return BYTES.clone();
  }

  static String blob(int number) {
    return key(number) + "/20261101T080000000Z-" + version(number) + ".jpg";
  }

  private static String version(int number) {
    return "3HL4kqtJvjVBH40Nrjfk%012d".formatted(number);
  }

  private static String sequencer(int number) {
    return "0055AED6DC%08X".formatted(number);
  }

  static ObjectVersion object(int number) {
    return ObjectVersion.builder()
        .key(key(number))
        .versionId(version(number))
        .isLatest(true)
        .size((long) SIZE)
        .lastModified(UPLOADED_AT)
        .build();
  }

  /** As an entry of the container's list. */
  static String listed(int number) {
    return """
        <Blob><Name>%s</Name><Properties><Creation-Time>Sun, 01 Nov 2026 08:00:00 GMT</Creation-Time>\
        <Last-Modified>Sun, 01 Nov 2026 08:00:00 GMT</Last-Modified><Etag>0x1</Etag>\
        <Content-Length>%d</Content-Length><Content-Type>image/jpeg</Content-Type><Content-MD5>%s</Content-MD5>\
        <BlobType>BlockBlob</BlobType><AccessTier>Cool</AccessTier></Properties><Metadata><key>%s</key>\
        <versionid>%s</versionid><sequencer>%s</sequencer><sha256>%s</sha256><uploadedat>%s</uploadedat>\
        </Metadata></Blob>"""
        .formatted(
            blob(number),
            SIZE,
            MD5,
            Urls.encode(key(number)),
            version(number),
            sequencer(number),
            SHA256,
            TIME);
  }

  Map<String, AttributeValue> copyRow(int number) {
    Map<String, AttributeValue> row = backup(number);
    row.put("ImageName", AttributeValue.fromS("*copies#" + key(number)));
    row.put("Label", AttributeValue.fromS("*copy#" + version(number)));
    row.put("Size", AttributeValue.fromN(Integer.toString(SIZE)));
    return row;
  }

  Map<String, AttributeValue> summary(int number) {
    Map<String, AttributeValue> row = new HashMap<>();
    row.put("ImageName", AttributeValue.fromS(key(number)));
    row.put("Label", AttributeValue.fromS("*"));
    row.put("Status", AttributeValue.fromS("labelled"));
    row.put("Day", AttributeValue.fromS(DAY));
    row.put("UploadedAt", AttributeValue.fromS(TIME));
    row.put("VersionId", AttributeValue.fromS(version(number)));
    row.put("Sequencer", AttributeValue.fromS(sequencer(number)));
    row.put("Backup", AttributeValue.fromM(backup(number)));
    row.put(
        "Thumbnail",
        AttributeValue.fromM(
            Map.of(
                "Key", AttributeValue.fromS("thumbnails/" + number),
                "VersionId", AttributeValue.fromS(version(number)),
                "At", AttributeValue.fromS(TIME),
                "Sequencer", AttributeValue.fromS(sequencer(number)))));
    return row;
  }

  private Map<String, AttributeValue> backup(int number) {
    Map<String, AttributeValue> backup = new HashMap<>();
    backup.put("Url", AttributeValue.fromS(containerUrl + "/" + blob(number)));
    backup.put("Md5", AttributeValue.fromS(MD5));
    backup.put("Sha256", AttributeValue.fromS(SHA256));
    backup.put("VersionId", AttributeValue.fromS(version(number)));
    backup.put("At", AttributeValue.fromS(TIME));
    backup.put("Sequencer", AttributeValue.fromS(sequencer(number)));
    return backup;
  }
}
