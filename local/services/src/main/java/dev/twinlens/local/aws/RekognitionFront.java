package dev.twinlens.local.aws;

import dev.twinlens.local.aws.auth.AuthenticationException;
import dev.twinlens.local.aws.http.Call;
import dev.twinlens.local.aws.http.JsonProtocol;
import dev.twinlens.local.aws.http.Reply;
import dev.twinlens.local.aws.http.Service;
import dev.twinlens.local.aws.s3.BlobFiles;
import dev.twinlens.local.aws.s3.ObjectStore;
import dev.twinlens.local.aws.s3.ObjectVersion;
import dev.twinlens.local.rekognition.Answer;
import dev.twinlens.local.rekognition.RekognitionService;
import dev.twinlens.local.rekognition.S3ReadException;
import dev.twinlens.local.rekognition.S3ReadException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Rekognition behind the front, with the objects of the local S3. */
final class RekognitionFront implements Service {
  private static final JsonProtocol PROTOCOL = new JsonProtocol("1.1");

  private final RekognitionService rekognition;
  private final ObjectStore objects;
  private final BlobFiles files;

  RekognitionFront(RekognitionService rekognition, ObjectStore objects, BlobFiles files) {
    this.rekognition = rekognition;
    this.objects = objects;
    this.files = files;
  }

  @Override
  public Reply refuse(AuthenticationException e) {
    return PROTOCOL.refuse(e);
  }

  @Override
  public CompletionStage<Reply> handle(Call call) {
    Answer answer = rekognition.handle(call.target(), call.body(), this::read);
    return CompletableFuture.completedStage(PROTOCOL.answer(answer.status(), answer.json()));
  }

  private byte[] read(String bucket, String key, Optional<String> versionId, long maxBytes)
      throws S3ReadException {
    try {
      ObjectVersion version =
          (versionId.isPresent()
                  ? objects.version(bucket, key, versionId.get())
                  : objects.newest(bucket, key))
              .filter(found -> !found.deleteMarker())
              .orElseThrow(() -> new S3ReadException(Reason.NOT_FOUND, "no such object: " + key));
      if (version.size() > maxBytes) {
        throw new S3ReadException(Reason.TOO_LARGE, key + " has " + version.size() + " bytes");
      }
      try (InputStream content = files.read(version.file())) {
        return content.readAllBytes();
      }
    } catch (AwsServiceException e) {
      throw new S3ReadException(Reason.NOT_FOUND, e.getMessage(), e);
    } catch (IOException e) {
      throw new S3ReadException(Reason.UNAVAILABLE, e.toString(), e);
    }
  }
}
