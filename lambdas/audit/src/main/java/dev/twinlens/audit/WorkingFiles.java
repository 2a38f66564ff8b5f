package dev.twinlens.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What one audit keeps between two invocations and is too large for the checkpoint, in the results
 * bucket. A file that is written again has what it had, and more: an invocation that ends before it
 * has saved its checkpoint harms nothing.
 */
final class WorkingFiles {
  static final String PREFIX = "audit/";

  private final S3Client s3;
  private final String bucket;
  private final String folder;

  WorkingFiles(S3Client s3, String bucket, Instant audit) {
    this.s3 = s3;
    this.bucket = bucket;
    this.folder = PREFIX + audit.toEpochMilli() + "/";
  }

  /** Fingerprints are kept in chunks, one for each part of the work. */
  enum Kind {
    /** Of versions that have a copy. */
    COPIES,
    /** Of keys that show an object. */
    KEYS
  }

  /** Writes what is in the buffer as the audit's next chunk. */
  void append(Kind kind, FingerprintBuffer buffer, RunningAudit audit) {
    if (buffer.isEmpty()) {
      return;
    }
    long[] fingerprints = buffer.fingerprints();
    ByteBuffer bytes = ByteBuffer.allocate(fingerprints.length * Long.BYTES);
    bytes.asLongBuffer().put(fingerprints);
    put(chunk(kind, audit.chunks(kind)), bytes.array());
    audit.addChunk(kind);
    buffer.clear();
  }

  /** The fingerprints of so many chunks. */
  FingerprintSet readChunks(Kind kind, int count) {
    List<long[]> chunks = new ArrayList<>();
    int total = 0;
    for (int number = 0; number < count; number++) {
      ByteBuffer bytes = ByteBuffer.wrap(get(chunk(kind, number)));
      long[] fingerprints = new long[bytes.remaining() / Long.BYTES];
      bytes.asLongBuffer().get(fingerprints);
      chunks.add(fingerprints);
      total += fingerprints.length;
    }
    long[] all = new long[total];
    int end = 0;
    for (long[] fingerprints : chunks) {
      System.arraycopy(fingerprints, 0, all, end, fingerprints.length);
      end += fingerprints.length;
    }
    return new FingerprintSet(all);
  }

  void writePlan(List<PlannedCopy> plan) {
    StringBuilder lines = new StringBuilder();
    plan.forEach(copy -> lines.append(copy.json()).append('\n'));
    put(folder + "plan", lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The plan as it was written last. */
  List<PlannedCopy> readPlan() {
    List<PlannedCopy> plan = new ArrayList<>();
    new String(get(folder + "plan"), StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> plan.add(PlannedCopy.of(line)));
    return plan;
  }

  /** Deletes everything of an audit that has written so many chunks. */
  void delete(RunningAudit audit) {
    for (Kind kind : Kind.values()) {
      // One more: an invocation may have ended between writing it and counting it.
      for (int number = 0; number <= audit.chunks(kind); number++) {
        delete(chunk(kind, number));
      }
    }
    delete(folder + "plan");
  }

  private String chunk(Kind kind, int number) {
    return folder + kind.name().toLowerCase(Locale.ROOT) + "-" + number;
  }

  private void put(String key, byte[] bytes) {
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
  }

  private byte[] get(String key) {
    return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArrayUnsafe();
  }

  private void delete(String key) {
    s3.deleteObject(request -> request.bucket(bucket).key(key));
  }
}
