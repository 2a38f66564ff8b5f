package dev.twinlens.backup;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * CRC-64/NVME, the checksum that S3 stores for an object unless its uploader chooses another. The
 * SDK checks it only with the native CRT on the class path.
 */
final class Crc64Nvme {
  /** The polynomial 0xAD93D23594C93659, its bits reversed. */
  private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

  private static final long[] TABLE = table();

  private long crc = -1;

  void update(byte[] bytes, int length) {
    long value = crc;
    for (int i = 0; i < length; i++) {
      value = TABLE[(int) (value ^ bytes[i]) & 0xFF] ^ value >>> 8;
    }
    crc = value;
  }

  /** As S3 writes it. */
  String base64() {
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(~crc).array());
  }

  private static long[] table() {
    long[] table = new long[256];
    for (int i = 0; i < table.length; i++) {
      long value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
      }
      table[i] = value;
    }
    return table;
  }
}
