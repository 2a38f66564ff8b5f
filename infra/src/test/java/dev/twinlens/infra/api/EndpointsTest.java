package dev.twinlens.infra.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.WholeStack;
import dev.twinlens.infra.graph.RecordedStack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EndpointsTest {
  private static final String ROUTE = "aws:apigatewayv2/route:Route";
  private static final String API = "aws:apigatewayv2/api:Api";

  @ParameterizedTest
  @EnumSource
  void answerTheseRoutes(WholeStack stack) {
    assertThat(stack.recorded().resources(ROUTE))
        .extracting(route -> route.input("routeKey"))
        .containsExactlyInAnyOrder(
            "POST /uploads",
            "GET /uploads",
            "POST /images",
            "GET /images",
            "GET /images/{key+}",
            "DELETE /images/{key+}",
            "GET /labels",
            "GET /health");
  }

  @ParameterizedTest
  @CsvSource({
    "api-post-uploads, request-upload",
    "api-post-images, upload-image",
    "api-get-images-key, query-images",
    "api-delete-images-key, delete-image"
  })
  void areAnsweredByTheirFunction(String route, String function) {
    assertThat(WholeStack.AMPLIFY.recorded().resource(ROUTE, route).input("target"))
        .isEqualTo("integrations/api-%s-id".formatted(function));
  }

  @Test
  void offerDeletionOnlyIfAllowed() {
    assertThat(allowedMethods(WholeStack.AMPLIFY.recorded()))
        .isEqualTo(List.of("DELETE", "GET", "POST"));
    assertThat(allowsDelete(WholeStack.AMPLIFY.recorded())).isEqualTo("true");

    var without = Recordings.withAmplify(Map.of());
    assertThat(without.resources()).noneMatch(resource -> resource.name().contains("delete"));
    assertThat(allowedMethods(without)).isEqualTo(List.of("GET", "POST"));
    assertThat(allowsDelete(without)).isEqualTo("false");
  }

  private static Object allowedMethods(RecordedStack recorded) {
    return recorded.resource(API, "api").input("corsConfiguration.allowMethods");
  }

  private static Object allowsDelete(RecordedStack recorded) {
    return recorded
        .resource("aws:lambda/function:Function", "query-images")
        .input("environment.variables.ALLOW_DELETE");
  }

  @Test
  void sayWhereToSendAnImageThatIsTooLargeForLambda() {
    assertThat(
            WholeStack.AMPLIFY
                .recorded()
                .resource("aws:apigatewayv2/integration:Integration", "api-upload-image")
                .input("responseParameters.0"))
        .isEqualTo(
            Map.of(
                "statusCode",
                "413",
                "mappings",
                Map.of(
                    "append:header.link",
                    "</uploads>; rel=\"alternate\"; title=\"POST /uploads takes larger images\"")));
  }
}
