package dev.twinlens.local.services.s3.awssdk;

import dev.twinlens.local.services.s3.BlobFiles;
import dev.twinlens.local.services.s3.BlobFiles.Blob;
import dev.twinlens.local.services.s3.CurrentRequest;
import dev.twinlens.local.services.s3.ObjectChecksum;
import dev.twinlens.local.services.s3.S3Errors;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.gaul.s3proxy.checksum.FlexChecksum;

/** Stores and verifies the bodies of requests. */
record IncomingBodies(BlobFiles files, CurrentRequest current) {

  /**
   * Stores a body.
   *
   * @param size that the request declares; null for none
   * @param md5 that the request declares, in base64; null for none
   */
  Blob receive(InputStream body, Long size, String md5) throws IOException {
    Blob blob;
    try (body) {
      blob = files.write(body);
    }
    return files.keep(
        blob,
        () -> {
          if (size != null && blob.size() != size) {
            throw S3Errors.error(
                400,
                "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP"
                    + " header");
          }
          if (md5 != null
              && !HexFormat.of().formatHex(Base64.getDecoder().decode(md5)).equals(blob.md5())) {
            throw S3Errors.error(
                400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
          }
          return blob;
        });
  }

  /** The checksum after the body, verified; empty for none. */
  Optional<ObjectChecksum> verifiedTrailer(Blob blob) throws IOException {
    Optional<ObjectChecksum> checksum = current.trailer();
    if (checksum.isPresent()) {
      try (InputStream content = files.read(blob.file())) {
        checksum.get().verify(content);
      }
    }
    return checksum;
  }

  ObjectChecksum checksum(Blob blob, FlexChecksum algorithm) throws IOException {
    try (InputStream content = files.read(blob.file())) {
      return ObjectChecksum.of(algorithm, content);
    }
  }
}
