package dev.twinlens.local.services.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.iam.Request;
import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.Requirement;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.AuthenticationException;
import dev.twinlens.local.services.http.Call;
import dev.twinlens.local.services.http.JsonProtocol;
import dev.twinlens.local.services.http.Reply;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.sns.MessageAttribute;
import dev.twinlens.local.services.sns.Queues;
import dev.twinlens.local.services.state.StateStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * SQS's API (the JSON protocol that today's SDKs and CLI speak): ElasticMQ keeps queues and
 * messages; this part keeps the attributes that ElasticMQ does not know, above all the policy, and
 * delivers for SNS as far as that policy allows.
 */
public final class SqsService implements Service, Queues, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonProtocol PROTOCOL = new JsonProtocol("1.0");
  private static final String TARGET = "AmazonSQS.";

  /**
   * The code that the query protocol had for an error: clients take it in preference to the type.
   *
   * @see <a
   *     href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">awsQueryCompatible</a>
   */
  private static final String QUERY_ERROR = "x-amzn-query-error";

  private final QueueServer server;
  private final QueueAttributes attributes;
  private final AccessControl access;
  private final String arnPrefix;
  private final SqsActions actions;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private SqsService(
      QueueServer server, QueueAttributes attributes, AccessControl access, String arnPrefix) {
    this.server = server;
    this.attributes = attributes;
    this.access = access;
    this.arnPrefix = arnPrefix;
    this.actions = new SqsActions(arnPrefix, this::policy);
    access.include(this::policies);
  }

  /**
   * Starts the queues.
   *
   * @param front where clients reach SQS: queue URLs begin with it
   */
  public static SqsService start(
      Path directory,
      StateStore state,
      AccessControl access,
      URI front,
      String region,
      String accountId) {
    return new SqsService(
        QueueServer.start(directory, front, region, accountId),
        new QueueAttributes(state),
        access,
        "arn:aws:sqs:" + region + ":" + accountId + ":");
  }

  @Override
  public Reply refuse(AuthenticationException e) {
    return PROTOCOL.refuse(e);
  }

  @Override
  public Reply deny(AccessDeniedException e) {
    return PROTOCOL
        .error(403, "com.amazon.coral.service#AccessDeniedException", e.getMessage())
        .with(QUERY_ERROR, "AccessDenied;Sender");
  }

  @Override
  public List<Requirement> requirements(Call call) throws UnknownOperationException {
    if (!speaksJson(call)) {
      // It will be told so.
      return List.of();
    }
    JsonNode body;
    try {
      body = JSON.readTree(call.body());
    } catch (IOException e) {
      // No queue is named; the call will be refused for what it is.
      body = JSON.createObjectNode();
    }
    return actions.of(call.target(), body);
  }

  private Optional<String> policy(String queueName) {
    return Optional.ofNullable(attributes.of(queueName).get("Policy"));
  }

  private Map<String, PolicyDocument> policies() {
    Map<String, PolicyDocument> policies = new HashMap<>();
    for (String name : attributes.names()) {
      policy(name)
          .ifPresent(
              policy -> policies.put(arnPrefix + name, PolicyDocument.resourcePolicy(policy)));
    }
    return policies;
  }

  @Override
  public CompletionStage<Reply> handle(Call call) {
    if (!speaksJson(call)) {
      return CompletableFuture.completedStage(
          PROTOCOL.error(
              400,
              "com.amazonaws.sqs#UnsupportedOperation",
              "The local SQS speaks the JSON protocol only: use a current AWS SDK or CLI"));
    }
    JsonNode body;
    try {
      body = JSON.readTree(call.body());
    } catch (IOException e) {
      return CompletableFuture.completedStage(invalid("the body is not JSON"));
    }
    if (!(body instanceof ObjectNode request)) {
      return CompletableFuture.completedStage(invalid("the body is not a JSON object"));
    }
    // What was decided upon is what is acted upon, however the URL is written.
    if (request.has("QueueUrl")) {
      request.put("QueueUrl", "/" + SqsActions.queueName(request));
    }
    for (String queue : List.of("SourceArn", "DestinationArn")) {
      if (request.has(queue)) {
        request.put(queue, arnPrefix + SqsActions.nameIn(request.path(queue)));
      }
    }
    return switch (call.target()) {
      case "CreateQueue" -> createQueue(request);
      case "SetQueueAttributes" -> setAttributes(request);
      case "GetQueueAttributes" -> getAttributes(request);
      case "DeleteQueue" -> deleteQueue(request);
      case "PurgeQueue" -> purgeQueue(request);
      default -> forward(call.target(), request.toString().getBytes(UTF_8));
    };
  }

  private static boolean speaksJson(Call call) {
    return call.headers().getOrDefault("x-amz-target", "").startsWith(TARGET);
  }

  private CompletionStage<Reply> createQueue(ObjectNode request) {
    String name = request.path("QueueName").asText();
    Map<String, String> kept = takeKept(request);
    Optional<String> wrong = QueueAttributes.problem(kept).or(() -> redriveProblem(name, request));
    if (wrong.isPresent()) {
      return CompletableFuture.completedStage(invalidAttribute(wrong.get()));
    }
    Optional<String> different = attributes.firstDifference(name, kept);
    if (different.isPresent()) {
      return CompletableFuture.completedStage(
          PROTOCOL.error(
              400,
              "com.amazonaws.sqs#QueueNameExists",
              "A queue already exists with the same name and a different value for attribute "
                  + different.get()));
    }
    return forward("CreateQueue", request.toString().getBytes(UTF_8))
        .thenApply(
            reply -> {
              if (reply.status() == 200) {
                attributes.created(name, kept);
              }
              return reply;
            });
  }

  private CompletionStage<Reply> setAttributes(ObjectNode request) {
    String name = SqsActions.queueName(request);
    Map<String, String> kept = takeKept(request);
    Optional<String> wrong = QueueAttributes.problem(kept).or(() -> redriveProblem(name, request));
    if (wrong.isPresent()) {
      return CompletableFuture.completedStage(invalidAttribute(wrong.get()));
    }
    return forward("SetQueueAttributes", request.toString().getBytes(UTF_8))
        .thenApply(
            reply -> {
              if (reply.status() == 200) {
                attributes.set(name, kept);
              }
              return reply;
            });
  }

  /** Why the queue's dead letters may not go where they are to go; empty when they may. */
  private Optional<String> redriveProblem(String name, ObjectNode request) {
    String redrivePolicy = request.path("Attributes").path("RedrivePolicy").asText();
    String target;
    try {
      target = SqsActions.nameIn(JSON.readTree(redrivePolicy).path("deadLetterTargetArn"));
    } catch (IOException e) {
      // ElasticMQ refuses it.
      return Optional.empty();
    }
    return attributes.admits(target, arnPrefix + name)
        ? Optional.empty()
        : Optional.of(
            ("Invalid value for the parameter RedrivePolicy. The queue %s does not take the dead"
                    + " letters of %s.")
                .formatted(target, name));
  }

  private CompletionStage<Reply> getAttributes(ObjectNode request) {
    String name = SqsActions.queueName(request);
    Set<String> wanted = new HashSet<>();
    request.path("AttributeNames").forEach(attribute -> wanted.add(attribute.asText()));
    request.set("AttributeNames", JSON.createArrayNode().add("All"));
    return forward("GetQueueAttributes", request.toString().getBytes(UTF_8))
        .thenApply(
            reply -> {
              if (reply.status() != 200) {
                return reply;
              }
              ObjectNode answer = JSON.createObjectNode();
              ObjectNode all = answer.putObject("Attributes");
              read(reply)
                  .path("Attributes")
                  .properties()
                  .forEach(field -> all.put(field.getKey(), field.getValue().asText()));
              attributes.of(name).forEach(all::put);
              if (!wanted.contains("All")) {
                all.retain(wanted);
              }
              return PROTOCOL.answer(200, answer.toString());
            });
  }

  private CompletionStage<Reply> deleteQueue(ObjectNode request) {
    String name = SqsActions.queueName(request);
    return forward("DeleteQueue", request.toString().getBytes(UTF_8))
        .thenApply(
            reply -> {
              if (reply.status() == 200) {
                attributes.deleted(name);
              }
              return reply;
            });
  }

  private CompletionStage<Reply> purgeQueue(ObjectNode request) {
    return forward("PurgeQueue", request.toString().getBytes(UTF_8))
        .thenApply(
            reply -> {
              if (reply.status() == 200) {
                server.purgeStored(SqsActions.queueName(request));
              }
              return reply;
            });
  }

  /** Removes from the request the attributes that ElasticMQ would ignore or refuse. */
  private static Map<String, String> takeKept(ObjectNode request) {
    Map<String, String> kept = new HashMap<>();
    if (request.get("Attributes") instanceof ObjectNode given) {
      given.properties().forEach(field -> kept.put(field.getKey(), field.getValue().asText()));
      kept.keySet().removeAll(QueueAttributes.ELASTICMQ);
      given.remove(kept.keySet());
    }
    return kept;
  }

  @Override
  public Outcome send(
      String queueArn,
      String topicArn,
      String body,
      Map<String, MessageAttribute> messageAttributes) {
    String name = queueArn.substring(queueArn.lastIndexOf(':') + 1);
    if (!queueArn.equals(arnPrefix + name) || !attributes.knows(name)) {
      return new Outcome.Failed("there is no queue " + queueArn);
    }
    Decision decision = decision(name, queueArn, topicArn);
    if (decision instanceof Decision.Denied denied) {
      return new Outcome.Denied(denied.reason());
    }
    ObjectNode message =
        JSON.createObjectNode().put("QueueUrl", "/" + name).put("MessageBody", body);
    if (!messageAttributes.isEmpty()) {
      ObjectNode all = message.putObject("MessageAttributes");
      messageAttributes.forEach(
          (attribute, value) ->
              all.putObject(attribute)
                  .put("DataType", value.type())
                  .put(value.binary() ? "BinaryValue" : "StringValue", value.value()));
    }
    try {
      Reply reply =
          forward("SendMessage", message.toString().getBytes(UTF_8)).toCompletableFuture().join();
      return reply.status() == 200
          ? new Outcome.Delivered()
          : new Outcome.Failed(new String(reply.body(), UTF_8));
    } catch (CompletionException e) {
      return new Outcome.Failed(e.toString());
    }
  }

  private Decision decision(String name, String queueArn, String topicArn) {
    return access.decide(
        new Request(
            new Principal.Service("sns.amazonaws.com"),
            "sqs:SendMessage",
            queueArn,
            Map.of(
                "aws:SecureTransport",
                "true",
                "aws:SourceArn",
                topicArn,
                "aws:SourceAccount",
                topicArn.replaceAll("^(?:[^:]*:){4}([^:]*):.*$", "$1"))),
        ResourcePolicy.of(queueArn, policy(name)));
  }

  private CompletionStage<Reply> forward(String operation, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(server.endpoint())
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", TARGET + operation)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(
            response ->
                Reply.json(
                    response.statusCode(),
                    response
                        .headers()
                        .firstValue("Content-Type")
                        .orElse("application/x-amz-json-1.0"),
                    new String(response.body(), UTF_8)));
  }

  private static JsonNode read(Reply reply) {
    try {
      return JSON.readTree(reply.body());
    } catch (IOException e) {
      throw new IllegalStateException("SQS answered what is not JSON", e);
    }
  }

  private static Reply invalid(String message) {
    return PROTOCOL.error(400, "com.amazon.coral.service#SerializationException", message);
  }

  private static Reply invalidAttribute(String message) {
    return PROTOCOL.error(400, "com.amazonaws.sqs#InvalidAttributeValue", message);
  }

  @Override
  public void close() {
    server.close();
  }
}
