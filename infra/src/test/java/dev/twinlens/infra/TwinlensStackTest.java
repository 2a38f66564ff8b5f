package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TwinlensStackTest {
  @Test
  void exportsWhatTheDesignLists() {
    var program = Program.run(Map.of("twinlens:siteHosting", "s3"), Main::stack);
    assertThat(program.result().outputs().keySet())
        .containsExactlyInAnyOrder(
            "apiUrl",
            "siteUrl",
            "imagesBucket",
            "resultsBucket",
            "imagesTable",
            "uploadsTopic",
            "notificationsTopic",
            "backupContainerUrl",
            "dashboardUrl");
  }
}
