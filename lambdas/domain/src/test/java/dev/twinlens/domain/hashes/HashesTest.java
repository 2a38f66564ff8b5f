package dev.twinlens.domain.hashes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Against the test vectors of FIPS 180-2 and RFC 1321. */
final class HashesTest {
  private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void computesSha256() {
    assertThat(Hashes.sha256Hex("abc")).isEqualTo(SHA256_OF_ABC);
    assertThat(Hashes.sha256().digest(ABC)).asHexString().isEqualToIgnoringCase(SHA256_OF_ABC);
    assertThat(Hashes.sha256Base64(ABC)).isEqualTo("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  }

  @Test
  void computesMd5() {
    assertThat(HexFormat.of().formatHex(Hashes.md5().digest(ABC)))
        .isEqualTo("900150983cd24fb0d6963f7d28e17f72");
  }
}
