package dev.twinlens.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class Crc64NvmeTest {
  /** The check value of the NVM Express specification's CRC. */
  private static final long CHECK = 0xAE8B14860A799888L;

  @Test
  void givesTheCheckValueInOneGoOrInPieces() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    Crc64Nvme whole = new Crc64Nvme();
    whole.update(digits, digits.length);
    Crc64Nvme pieces = new Crc64Nvme();
    pieces.update(digits, 4);
    pieces.update("56789".getBytes(StandardCharsets.US_ASCII), 5);

    assertThat(ByteBuffer.wrap(Base64.getDecoder().decode(whole.base64())).getLong())
        .isEqualTo(CHECK);
    assertThat(pieces.base64()).isEqualTo(whole.base64());
  }

  @Test
  void isZeroForTheEmptyObject() {
    assertThat(new Crc64Nvme().base64()).isEqualTo("AAAAAAAAAAA=");
  }
}
