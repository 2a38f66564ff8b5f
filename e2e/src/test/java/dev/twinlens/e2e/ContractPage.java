package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.api.Contract;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.Set;

/** The contract of the API on the page's host: as a file for programs, as a page for people. */
final class ContractPage {
  private ContractPage() {}

  /**
   * @param server where the contract says that the API is
   */
  static void assertServedBy(Stack stack, String server) throws IOException {
    Response file = stack.send(HttpRequest.newBuilder(stack.site().resolve("/openapi.json")));
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.headers().get("content-type")).startsWith("application/json");
    JsonNode contract = new JsonMapper().readTree(Contract.load().json());
    assertThat(file.json().path("paths").equals(ContractPage::compare, contract.path("paths")))
        .as("the paths of /openapi.json are those of the contract")
        .isTrue();
    assertThat(file.json().at("/servers/0/url").asText()).isEqualTo(server);

    int operations = Contract.load().routeKeys(Set.of("allowDelete")).size();
    try (Visitor visitor = new Visitor(stack)) {
      visitor.driver().get(stack.site().resolve("/api.html").toString());
      visitor.waitForCount(".opblock-summary", operations);
      assertThat(visitor.complaints()).isEmpty();
    }
  }

  /** 0 and 0.0 are the same number: JavaScript writes the first, Java the second. */
  private static int compare(JsonNode left, JsonNode right) {
    if (left.isNumber() && right.isNumber()) {
      return left.decimalValue().compareTo(right.decimalValue());
    }
    return left.equals(right) ? 0 : 1;
  }
}
