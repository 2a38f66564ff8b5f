package dev.twinlens.local.services.sqs;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.LocalAccount;
import dev.twinlens.local.services.http.ErrorFormat;
import dev.twinlens.local.services.http.Exchange;
import dev.twinlens.local.services.http.JsonProtocol;
import dev.twinlens.local.services.http.MalformedRequestException;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.http.ServiceCall;
import dev.twinlens.local.services.http.ServiceResponse;
import dev.twinlens.local.services.integration.DeliveryPlan;
import dev.twinlens.local.services.integration.QueueSender;
import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.support.ServerListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * SQS's API in the JSON protocol, which current SDKs and the CLI use. ElasticMQ keeps queues and
 * messages. This class keeps the attributes that ElasticMQ does not store, such as the policy.
 */
public final class SqsService implements Service, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * SQS also sends the code that the query protocol had for an error, which clients prefer to the
   * type.
   *
   * @see <a
   *     href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">awsQueryCompatible</a>
   */
  private static final JsonProtocol PROTOCOL =
      new JsonProtocol("1.0") {
        @Override
        public ServiceResponse denied(AccessDeniedException e) {
          return error(403, "com.amazon.coral.service#AccessDeniedException", e.getMessage())
              .with("x-amzn-query-error", "AccessDenied;Sender");
        }
      };

  private final QueueServer server;
  private final QueueAttributes attributes;
  private final String arnPrefix;
  private final SqsActions actions;
  private final QueueSender sender;

  private SqsService(
      QueueServer server, QueueAttributes attributes, String arnPrefix, QueueSender sender) {
    this.server = server;
    this.attributes = attributes;
    this.arnPrefix = arnPrefix;
    this.actions = new SqsActions(arnPrefix, attributes::policy);
    this.sender = sender;
  }

  /**
   * What the queues need.
   *
   * @param front where clients reach SQS: queue URLs begin with it
   * @param plan of the deliveries of topics' messages
   */
  public record Config(
      Path directory,
      StateStore state,
      AccessControl access,
      URI front,
      LocalAccount account,
      DeliveryPlan plan) {}

  /** Starts the queues. */
  public static SqsService start(Config config, ServerListener listener) {
    QueueServer server =
        QueueServer.start(config.directory(), config.front(), config.account(), listener);
    QueueAttributes attributes = new QueueAttributes(config.state());
    String arnPrefix = config.account().arnPrefix("sqs");
    SqsService service =
        new SqsService(
            server,
            attributes,
            arnPrefix,
            new TopicDeliveries(server, attributes, config.access(), arnPrefix, config.plan()));
    config.access().include(service::policies);
    return service;
  }

  public QueueSender sender() {
    return sender;
  }

  @Override
  public List<RequiredPermission> requiredPermissions(ServiceCall call)
      throws UnknownOperationException, MalformedRequestException {
    return usesJson(call)
        ? actions.of(call.target(), JsonProtocol.parameters(call))
        : List.of(); // handle() rejects it
  }

  private Map<String, PolicyDocument> policies() {
    return attributes.policies().entrySet().stream()
        .collect(
            toMap(
                policy -> arnPrefix + policy.getKey(),
                policy -> PolicyDocument.resourcePolicy(policy.getValue())));
  }

  @Override
  public void handle(ServiceCall call, Exchange exchange) throws MalformedRequestException {
    exchange.write(
        usesJson(call)
            ? response(call.target(), JsonProtocol.parameters(call))
            : PROTOCOL.error(
                400,
                "com.amazonaws.sqs#UnsupportedOperation",
                "The local SQS supports only the JSON protocol: use a current AWS SDK or CLI"));
  }

  @Override
  public ErrorFormat errors() {
    return PROTOCOL;
  }

  private static boolean usesJson(ServiceCall call) {
    return call.headers().getOrDefault("x-amz-target", "").startsWith("AmazonSQS.");
  }

  private ServiceResponse response(String operation, ObjectNode request) {
    // ElasticMQ must act on the queue that was authorized, however the URL or ARN is written.
    if (request.has("QueueUrl")) {
      request.put("QueueUrl", "/" + SqsActions.queueName(request));
    }
    for (String queue : List.of("SourceArn", "DestinationArn")) {
      if (request.has(queue)) {
        request.put(queue, arnPrefix + SqsActions.nameIn(request.path(queue)));
      }
    }
    return switch (operation) {
      case "CreateQueue" -> createQueue(request);
      case "SetQueueAttributes" -> setAttributes(request);
      case "GetQueueAttributes" -> getAttributes(request);
      case "DeleteQueue" -> deleteQueue(request);
      case "PurgeQueue" -> purgeQueue(request);
      default -> server.call(operation, request);
    };
  }

  private ServiceResponse createQueue(ObjectNode request) {
    String name = request.path("QueueName").asText();
    Map<String, String> kept = QueueAttributes.takeFrom(request);
    Optional<String> problem = problem(name, kept, request);
    if (problem.isPresent()) {
      return invalidAttribute(problem.get());
    }
    Optional<String> different = attributes.firstDifference(name, kept);
    if (different.isPresent()) {
      return PROTOCOL.error(
          400,
          "com.amazonaws.sqs#QueueNameExists",
          "A queue already exists with the same name and a different value for attribute "
              + different.get());
    }
    return call("CreateQueue", request, () -> attributes.created(name, kept));
  }

  private ServiceResponse setAttributes(ObjectNode request) {
    String name = SqsActions.queueName(request);
    Map<String, String> kept = QueueAttributes.takeFrom(request);
    Optional<String> problem = problem(name, kept, request);
    return problem.isPresent()
        ? invalidAttribute(problem.get())
        : call("SetQueueAttributes", request, () -> attributes.set(name, kept));
  }

  private ServiceResponse deleteQueue(ObjectNode request) {
    return call("DeleteQueue", request, () -> attributes.deleted(SqsActions.queueName(request)));
  }

  private ServiceResponse purgeQueue(ObjectNode request) {
    return call("PurgeQueue", request, () -> server.purgeStored(SqsActions.queueName(request)));
  }

  private ServiceResponse call(String operation, ObjectNode request, Runnable onSuccess) {
    ServiceResponse response = server.call(operation, request);
    if (response.status() == 200) {
      onSuccess.run();
    }
    return response;
  }

  private Optional<String> problem(String name, Map<String, String> kept, ObjectNode request) {
    return QueueAttributes.problem(kept).or(() -> redriveProblem(name, request));
  }

  /** Why the queue may not use its dead-letter queue; empty when it may. */
  private Optional<String> redriveProblem(String name, ObjectNode request) {
    String redrivePolicy = request.path("Attributes").path("RedrivePolicy").asText();
    String target;
    try {
      target = SqsActions.nameIn(JSON.readTree(redrivePolicy).path("deadLetterTargetArn"));
    } catch (JsonProcessingException e) {
      // ElasticMQ rejects it.
      return Optional.empty();
    }
    return attributes.admits(target, arnPrefix + name)
        ? Optional.empty()
        : Optional.of(
            ("Invalid value for the parameter RedrivePolicy. The redrive allow policy of %s does"
                    + " not allow the queue %s.")
                .formatted(target, name));
  }

  private ServiceResponse getAttributes(ObjectNode request) {
    Set<String> wanted = new HashSet<>();
    request.path("AttributeNames").forEach(attribute -> wanted.add(attribute.asText()));
    request.set("AttributeNames", JSON.createArrayNode().add("All"));
    ServiceResponse response = server.call("GetQueueAttributes", request);
    if (response.status() != 200) {
      return response;
    }
    ObjectNode content = JSON.createObjectNode();
    ObjectNode all = content.putObject("Attributes");
    read(response)
        .path("Attributes")
        .properties()
        .forEach(field -> all.put(field.getKey(), field.getValue().asText()));
    attributes.of(SqsActions.queueName(request)).forEach(all::put);
    if (!wanted.contains("All")) {
      all.retain(wanted);
    }
    return PROTOCOL.response(200, content.toString());
  }

  private static JsonNode read(ServiceResponse response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("the response of ElasticMQ is not JSON", e);
    }
  }

  private static ServiceResponse invalidAttribute(String message) {
    return PROTOCOL.error(400, "com.amazonaws.sqs#InvalidAttributeValue", message);
  }

  @Override
  public void close() {
    server.close();
  }
}
