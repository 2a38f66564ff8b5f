package dev.twinlens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ContractTest {
  private static final Contract CONTRACT = Contract.load();

  @Test
  void namesRoutesAsApiGatewayDoes() {
    assertThat(CONTRACT.routeKeys(Set.of("allowDelete")))
        .containsExactly(
            "DELETE /images/{key+}",
            "GET /health",
            "GET /images",
            "GET /images/{key+}",
            "GET /labels",
            "GET /uploads",
            "POST /images",
            "POST /uploads");
  }
}
