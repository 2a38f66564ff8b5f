package dev.twinlens.local.services.rekognition;

import dev.twinlens.local.rekognition.RekognitionResponse;
import dev.twinlens.local.rekognition.RekognitionService;
import dev.twinlens.local.rekognition.S3ReadException;
import dev.twinlens.local.rekognition.S3ReadException.Reason;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.Requirement;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.AuthenticationException;
import dev.twinlens.local.services.http.Call;
import dev.twinlens.local.services.http.JsonProtocol;
import dev.twinlens.local.services.http.Reply;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.s3.BlobFiles;
import dev.twinlens.local.services.s3.BucketAccess;
import dev.twinlens.local.services.s3.ObjectStore;
import dev.twinlens.local.services.s3.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Rekognition behind the front, with the objects of the local S3. */
public final class RekognitionFront implements Service {
  private static final JsonProtocol PROTOCOL = new JsonProtocol("1.1");

  private final RekognitionService rekognition;
  private final ObjectStore objects;
  private final BlobFiles files;
  private final BucketAccess access;

  public RekognitionFront(
      RekognitionService rekognition, ObjectStore objects, BlobFiles files, BucketAccess access) {
    this.rekognition = rekognition;
    this.objects = objects;
    this.files = files;
    this.access = access;
  }

  @Override
  public Reply refuse(AuthenticationException e) {
    return PROTOCOL.refuse(e);
  }

  @Override
  public Reply deny(AccessDeniedException e) {
    return PROTOCOL.deny(e);
  }

  /** The action has no resource. */
  @Override
  public List<Requirement> requirements(Call call) throws UnknownOperationException {
    if (!call.target().equals("DetectLabels")) {
      throw new UnknownOperationException("rekognition", call.target());
    }
    return List.of(Requirement.of("rekognition:DetectLabels", "*"));
  }

  @Override
  public CompletionStage<Reply> handle(Call call) {
    RekognitionResponse answer =
        rekognition.handle(
            call.target(),
            call.body(),
            (bucket, key, versionId, maxBytes) -> {
              requireRead(call, bucket, key, versionId);
              return read(bucket, key, versionId, maxBytes);
            });
    return CompletableFuture.completedStage(PROTOCOL.answer(answer.status(), answer.json()));
  }

  /** Rekognition reads with the right of its caller. */
  private void requireRead(Call call, String bucket, String key, Optional<String> versionId)
      throws S3ReadException {
    try {
      access.requireRead(call.caller(), bucket, key, versionId.isPresent());
    } catch (AccessDeniedException e) {
      throw new S3ReadException(Reason.ACCESS_DENIED, e.getMessage(), e);
    }
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
