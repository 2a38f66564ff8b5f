package dev.twinlens.operations.restoration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.operations.OperationsRig;
import dev.twinlens.operations.copies.CopyBlob;
import dev.twinlens.operations.copies.CopyList;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectWriterTest {
  private static final int MIB = 1024 * 1024;
  private static final ObjectWriter.Limits STREAM = new ObjectWriter.Limits(1, 100L * MIB, MIB);
  private static final ObjectWriter.Limits PARTS = new ObjectWriter.Limits(1, 2, 5 * MIB);

  @TempDir private Path data;
  private OperationsRig rig;

  @BeforeEach
  void start() {
    rig = new OperationsRig(data);
  }

  @Test
  void streamsInOneRequestAndInParts() throws Exception {
    byte[] bytes = new byte[6 * MIB];
    new Random(1).nextBytes(bytes);
    rig.store("large.bin", bytes);
    for (ObjectWriter.Limits limits : new ObjectWriter.Limits[] {STREAM, PARTS}) {
      rig.emptyImages();

      writer(limits).write(copy());

      assertThat(rig.stack().images().bytes("large.bin")).isEqualTo(bytes);
    }
  }

  @Test
  void storesNothingOfADamagedCopy() {
    byte[] bytes = new byte[6 * MIB];
    rig.store("large.bin", bytes);
    bytes[bytes.length - 1] = 1;
    rig.damage(rig.blob("large.bin"), bytes);
    rig.emptyImages();

    assertThatThrownBy(() -> writer(PARTS).write(copy())).isInstanceOf(DamagedCopyException.class);
    assertThatThrownBy(() -> writer(STREAM).write(copy())).hasStackTraceContaining("is damaged");

    assertThat(rig.stack().images().has("large.bin")).isFalse();
  }

  private CopyBlob copy() {
    try (CopyList copies = CopyList.read(rig.container(), "", count -> {})) {
      return copies.byKey().next().members().get(0);
    }
  }

  private ObjectWriter writer(ObjectWriter.Limits limits) {
    return new ObjectWriter(
        rig.stack().images().s3(),
        rig.stack().images().name(),
        new CopyReader(rig.container()),
        limits);
  }
}
