package dev.twinlens.local.deployment.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What would silently be open, or do more, on a laptop is refused by name. */
class UnsupportedInputsTest {
  private static final String ROUTE = "aws:apigatewayv2/route:Route";
  private static final String PERMISSION = "aws:lambda/permission:Permission";
  private static final String APP = "aws:amplify/app:App";
  private static final String BRANCH = "aws:amplify/branch:Branch";
  private static final String MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";

  @TempDir private Path folder;
  private final ProvisionerRegistry registry = new ProvisionerRegistry();

  @BeforeEach
  void register() {
    Arns arns = new Arns("eu-central-1", "000000000000");
    DeploymentState state = DeploymentState.open(folder, "dev");
    // No service is reached before the inputs are looked at.
    new ApiGatewayResources(/* lambda= */ null, arns, state, folder).register(registry);
    new LambdaResources(
            /* lambda= */ null,
            /* aws= */ null,
            /* iam= */ null,
            /* sqs= */ null,
            arns,
            state,
            folder)
        .register(registry);
    new WebsiteResources(
            /* s3= */ null,
            /* access= */ null,
            arns,
            state,
            new DomainNames(),
            folder,
            folder,
            /* port= */ 0)
        .register(registry);
  }

  static Stream<Arguments> unsupported() {
    return Stream.of(
        Arguments.of(ROUTE, "authorizationType", "JWT"),
        Arguments.of(ROUTE, "authorizationType", "AWS_IAM"),
        Arguments.of(ROUTE, "authorizerId", "abc"),
        Arguments.of(ROUTE, "apiKeyRequired", true),
        Arguments.of(PERMISSION, "sourceAccount", "000000000000"),
        Arguments.of(PERMISSION, "principalOrgId", "o-1"),
        Arguments.of(PERMISSION, "qualifier", "live"),
        Arguments.of(MAPPING, "filterCriteria", Map.of()),
        Arguments.of(APP, "customRules", List.of(Map.of("source", "/<*>", "target", "/"))),
        Arguments.of(APP, "enableBasicAuth", true),
        Arguments.of(BRANCH, "enableBasicAuth", true));
  }

  @ParameterizedTest
  @MethodSource("unsupported")
  void refusesWhatItWouldNotKeep(String type, String property, Object value) {
    assertThatThrownBy(() -> provision(type, Map.of(property, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the laptop's")
        .hasMessageMatching("(?s).*(" + property + "|API keys).*");
  }

  @Test
  void servesARouteThatSaysThatItIsOpen() {
    String api = provision("aws:apigatewayv2/api:Api", Map.of()).id();

    Provisioned route =
        provision(
            ROUTE, Map.of("apiId", api, "authorizationType", "NONE", "apiKeyRequired", false));

    assertThat(route.id()).isNotEmpty();
  }

  private Provisioned provision(String type, Map<String, Object> inputs) {
    return registry
        .type(type)
        .orElseThrow()
        .provisioner()
        .provision(new ResourceRequest("urn:test", type, "test", Inputs.of(inputs)));
  }
}
