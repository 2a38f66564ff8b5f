package dev.twinlens.local.preview;

import dev.twinlens.local.pulumi.Registration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Mermaid flowchart of a stack: its components with the services that they use, and which of them
 * sends something to which, or uses it. What is outside the stack is not in it, such as
 * Rekognition: it is no resource.
 */
public final class Diagram {
  private static final String STACK = "pulumi:pulumi:Stack";

  /** The name of the service of a type; the other types are parts of these. */
  private static final Map<String, String> SERVICES =
      Map.ofEntries(
          Map.entry("aws:amplify/app:App", "Amplify"),
          Map.entry("aws:apigatewayv2/api:Api", "API Gateway"),
          Map.entry("aws:cloudfront/distribution:Distribution", "CloudFront"),
          Map.entry("aws:cloudwatch/eventRule:EventRule", "EventBridge"),
          Map.entry("aws:dynamodb/table:Table", "DynamoDB"),
          Map.entry("aws:lambda/function:Function", "Lambda"),
          Map.entry("aws:s3/bucketV2:BucketV2", "S3"),
          Map.entry("aws:sns/topic:Topic", "SNS"),
          Map.entry("aws:sqs/queue:Queue", "SQS"),
          Map.entry("azure-native:storage:BlobContainer", "Azure Blob Storage"));

  /**
   * A resource that connects others: what one input comes from sends to what another comes from.
   */
  private record Connection(String fromInput, String toInput, String label) {}

  private static final Map<String, Connection> CONNECTIONS =
      Map.of(
          "aws:sns/topicSubscription:TopicSubscription",
          new Connection("topic", "endpoint", ""),
          "aws:s3/bucketNotification:BucketNotification",
          new Connection("bucket", "topics", "object created"),
          "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2",
          new Connection("corsRules", "bucket", "from the browser"));

  /** A resource that uses what one of its inputs comes from. */
  private record Use(String input, String label) {}

  private static final Map<String, Use> USES =
      Map.of(
          "aws:amplify/branch:Branch", new Use("environmentVariables", "from the browser"),
          "aws:cloudfront/distribution:Distribution", new Use("origins", ""),
          "aws:iam/rolePolicy:RolePolicy", new Use("policy", ""),
          "aws:lambda/function:Function", new Use("environment", ""));

  private record Edge(String from, String to, String label) {
    @Override
    public String toString() {
      return "  %s -->%s %s".formatted(from, label.isEmpty() ? "" : "|" + label + "|", to);
    }
  }

  private final Map<String, Registration> byUrn = new LinkedHashMap<>();
  private final Map<String, Set<String>> services = new TreeMap<>();

  private Diagram(List<Registration> registrations) {
    registrations.forEach(registration -> byUrn.put(registration.urn(), registration));
    for (Registration registration : registrations) {
      Optional.ofNullable(SERVICES.get(registration.type()))
          .ifPresent(
              service ->
                  services
                      .computeIfAbsent(component(registration), name -> new TreeSet<>())
                      .add(service));
    }
  }

  /** The flowchart's text, without a fence; the same for the same resources in any order. */
  public static String of(List<Registration> registrations) {
    return new Diagram(registrations).text();
  }

  private String text() {
    Set<String> edges =
        byUrn.values().stream()
            .flatMap(this::edges)
            .filter(edge -> !edge.from().equals(edge.to()))
            .map(Edge::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    return Stream.of(
            Stream.of("flowchart LR"),
            services.entrySet().stream()
                .map(
                    component ->
                        "  %s[\"%s<br>%s\"]"
                            .formatted(
                                component.getKey(),
                                component.getKey(),
                                String.join(", ", component.getValue()))),
            edges.stream())
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private Stream<Edge> edges(Registration registration) {
    Stream<Edge> connections =
        Stream.ofNullable(CONNECTIONS.get(registration.type()))
            .flatMap(
                connection ->
                    sources(registration, connection.fromInput()).stream()
                        .flatMap(
                            from ->
                                sources(registration, connection.toInput()).stream()
                                    .map(to -> new Edge(from, to, connection.label()))));
    Stream<Edge> uses =
        Stream.ofNullable(USES.get(registration.type()))
            .flatMap(
                use ->
                    sources(registration, use.input()).stream()
                        .map(used -> new Edge(component(registration), used, use.label())));
    return Stream.concat(connections, uses);
  }

  /** The components of the services that an input was computed from. */
  private Set<String> sources(Registration registration, String input) {
    return registration.propertyDependencies().getOrDefault(input, List.of()).stream()
        .flatMap(urn -> Stream.ofNullable(byUrn.get(urn)))
        .filter(source -> SERVICES.containsKey(source.type()))
        .map(this::component)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The name of the outermost component that a resource belongs to. */
  private String component(Registration registration) {
    return Optional.ofNullable(byUrn.get(registration.parent()))
        .filter(parent -> !parent.type().equals(STACK))
        .map(this::component)
        .orElse(registration.name());
  }
}
