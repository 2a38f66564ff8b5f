package dev.twinlens.audit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Answers as S3, DynamoDB and SQS do for {@link GeneratedVersions}, and counts the requests. */
final class GeneratedAws {
  private static final int S3_PAGE = 1000;
  private static final int QUERY_PAGE = 1000;

  private final GeneratedVersions versions;
  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, Integer> requests = new TreeMap<>();
  private long largestFile;

  GeneratedAws(GeneratedVersions versions) {
    this.versions = versions;
  }

  AuditPhases.AuditClients clients() {
    return new AuditPhases.AuditClients(new S3(), new DynamoDb(), new Sqs());
  }

  Map<String, Integer> requests() {
    return requests;
  }

  long largestFile() {
    return largestFile;
  }

  private void count(String operation) {
    requests.merge(operation, 1, Integer::sum);
  }

  private final class S3 implements S3Client {
    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}

    @Override
    public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
      count("ListObjectVersions");
      if (request.prefix() != null) {
        return ListObjectVersionsResponse.builder()
            .versions(GeneratedVersions.object(GeneratedVersions.number(request.prefix())))
            .isTruncated(false)
            .build();
      }
      int from =
          request.keyMarker() == null ? 0 : GeneratedVersions.number(request.keyMarker()) + 1;
      int to = Math.min(versions.count(), from + S3_PAGE);
      return ListObjectVersionsResponse.builder()
          .versions(IntStream.range(from, to).mapToObj(GeneratedVersions::object).toList())
          .isTruncated(to < versions.count())
          .nextKeyMarker(GeneratedVersions.key(to - 1))
          .nextVersionIdMarker("v")
          .build();
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
      count("PutObject");
      try (var content = body.contentStreamProvider().newStream()) {
        byte[] bytes = content.readAllBytes();
        files.put(request.key(), bytes);
        largestFile = Math.max(largestFile, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return PutObjectResponse.builder().build();
    }

    @Override
    public <T> T getObject(
        GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
      count("GetObject");
      byte[] bytes = files.getOrDefault(request.key(), new byte[0]);
      GetObjectResponse response =
          GetObjectResponse.builder().contentLength((long) bytes.length).build();
      try {
        return transformer.transform(
            response, AbortableInputStream.create(new ByteArrayInputStream(bytes)));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
      count("DeleteObject");
      files.remove(request.key());
      return DeleteObjectResponse.builder().build();
    }
  }

  private final class DynamoDb implements DynamoDbClient {
    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {}

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
      count("BatchGetItem");
      Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
      request
          .requestItems()
          .forEach(
              (table, keys) ->
                  found.put(
                      table,
                      keys.keys().stream()
                          .map(this::item)
                          .filter(item -> !item.isEmpty())
                          .toList()));
      return BatchGetItemResponse.builder().responses(found).unprocessedKeys(Map.of()).build();
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
      count("GetItem");
      return GetItemResponse.builder().item(item(request.key())).build();
    }

    private Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
      String name = key.getOrDefault("ImageName", AttributeValue.fromS("")).s();
      String label = key.getOrDefault("Label", AttributeValue.fromS("")).s();
      if (name.startsWith("*copies#")) {
        return versions.copyRow(GeneratedVersions.number(name));
      }
      if (label.equals("*")) {
        return versions.summary(GeneratedVersions.number(name));
      }
      return label.equals("*day#" + GeneratedVersions.DAY) ? key : Map.of();
    }

    @Override
    public QueryResponse query(QueryRequest request) {
      count("Query");
      int from =
          request.hasExclusiveStartKey()
              ? GeneratedVersions.number(
                      request
                          .exclusiveStartKey()
                          .getOrDefault("ImageName", AttributeValue.fromS(""))
                          .s())
                  + 1
              : 0;
      int to = Math.min(versions.count(), from + QUERY_PAGE);
      List<Map<String, AttributeValue>> items = new ArrayList<>();
      for (int number = from; number < to; number++) {
        items.add(versions.summary(number));
      }
      QueryResponse.Builder response = QueryResponse.builder().items(items);
      if (to < versions.count()) {
        Map<String, AttributeValue> last = versions.summary(to - 1);
        last.keySet().retainAll(List.of("ImageName", "Label", "Day", "UploadedAt"));
        response.lastEvaluatedKey(last);
      }
      return response.build();
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
      count("PutItem");
      return PutItemResponse.builder().build();
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
      count("UpdateItem");
      return UpdateItemResponse.builder().attributes(request.key()).build();
    }
  }

  private final class Sqs implements SqsClient {
    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
      count("SendMessage");
      return SendMessageResponse.builder().build();
    }
  }
}
