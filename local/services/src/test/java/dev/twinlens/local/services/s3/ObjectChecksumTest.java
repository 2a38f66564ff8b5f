package dev.twinlens.local.services.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.gaul.s3proxy.checksum.FlexChecksum;
import org.junit.jupiter.api.Test;

class ObjectChecksumTest {
  /** The check value of CRC-32: that of the digits 1 to 9 is cbf43926. */
  private static final ObjectChecksum CRC32 = new ObjectChecksum(FlexChecksum.CRC32, "y/Q5Jg==");

  @Test
  void acceptsItsContent() {
    assertThatCode(() -> CRC32.verify(content("123456789"))).doesNotThrowAnyException();
  }

  @Test
  void rejectsOtherContent() {
    assertThatThrownBy(() -> CRC32.verify(content("123456780")))
        .hasMessageContaining("did not match the calculated checksum");
  }

  private static InputStream content(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
