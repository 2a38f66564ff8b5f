package dev.twinlens.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BlobCopyTest {
  @Test
  void takesBlocksOfFourMebibytesUpToTheMostThatABlobMayHave() {
    long most = (long) BlobCopy.MIN_BLOCK * BlobCopy.MAX_BLOCKS;

    assertThat(BlobCopy.blockSize(0)).isEqualTo(BlobCopy.MIN_BLOCK);
    assertThat(BlobCopy.blockSize(most)).isEqualTo(BlobCopy.MIN_BLOCK);
    assertThat(BlobCopy.blockSize(most + 1)).isEqualTo(BlobCopy.MIN_BLOCK + 1);
  }

  @Test
  void fitsTheLargestObjectOfS3() {
    long fiveTebibytes = 5L << 40;

    assertThat((long) BlobCopy.blockSize(fiveTebibytes) * BlobCopy.MAX_BLOCKS)
        .isGreaterThanOrEqualTo(fiveTebibytes);
  }
}
