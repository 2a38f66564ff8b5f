package dev.twinlens.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.azure.SasToken.Permission;
import dev.twinlens.runtime.config.Environment;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SasTokenTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-12-01T12%3A00%3A00Z, 10",
    "2026-12-01T12:00:00Z, 10",
    "2026-11-22T18%3A00%3A00Z, 1.25",
    "2026-11-22T18%3A00Z, 1.25",
    "2026-11-22, 0.5",
    "2026-11-20T12%3A00%3A00Z, -1"
  })
  void countsTheDaysLeft(String expiry, double days) {
    assertThat(sas("sv=2024-11-04&se=" + expiry + "&sr=c&sp=c&sig=secret").daysLeft(NOW))
        .isEqualTo(days);
  }

  @Test
  void neverShowsTheSignature() {
    assertThat(sas("sp=c&se=2026-12-01&sig=secret").toString()).doesNotContain("secret");
    assertThatThrownBy(() -> sas("sp=c&sig=secret"))
        .message()
        .contains("BACKUP_CONTAINER_SAS")
        .doesNotContain("secret");
    assertThatThrownBy(() -> sas("sp=c&se=soon&sig=secret"))
        .message()
        .contains("BACKUP_CONTAINER_SAS", "soon")
        .doesNotContain("secret");
  }

  @Test
  void namesThePermissionThatIsMissing() {
    Environment environment =
        new Environment(Map.of("BACKUP_CONTAINER_SAS", "sp=r&se=2026-12-01&sig=secret"));

    assertThatThrownBy(() -> SasToken.from(environment, Permission.READ, Permission.LIST))
        .message()
        .contains("BACKUP_CONTAINER_SAS", "list blobs (sp=l)")
        .doesNotContain("secret");
  }

  private static SasToken sas(String token) {
    return SasToken.from(new Environment(Map.of("BACKUP_CONTAINER_SAS", token)), Permission.CREATE);
  }
}
