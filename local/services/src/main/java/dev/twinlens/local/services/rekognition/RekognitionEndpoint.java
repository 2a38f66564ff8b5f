package dev.twinlens.local.services.rekognition;

import dev.twinlens.local.rekognition.RekognitionResponse;
import dev.twinlens.local.rekognition.RekognitionService;
import dev.twinlens.local.rekognition.S3ReadException;
import dev.twinlens.local.rekognition.S3ReadException.Reason;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.Caller;
import dev.twinlens.local.services.http.ErrorFormat;
import dev.twinlens.local.services.http.Exchange;
import dev.twinlens.local.services.http.JsonProtocol;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.http.ServiceCall;
import dev.twinlens.local.services.integration.ServiceObjectReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Rekognition behind the router, with the objects of the local S3. */
public final class RekognitionEndpoint implements Service {
  private static final JsonProtocol PROTOCOL = new JsonProtocol("1.1");

  private final RekognitionService rekognition;
  private final ServiceObjectReader objects;

  public RekognitionEndpoint(RekognitionService rekognition, ServiceObjectReader objects) {
    this.rekognition = rekognition;
    this.objects = objects;
  }

  @Override
  public List<RequiredPermission> requiredPermissions(ServiceCall call)
      throws UnknownOperationException {
    return RekognitionActions.of(call.target());
  }

  @Override
  public void handle(ServiceCall call, Exchange exchange) {
    RekognitionResponse response =
        rekognition.handle(
            call.target(),
            call.body(),
            (bucket, key, versionId, maxBytes) ->
                read(call.caller(), bucket, key, versionId, maxBytes));
    exchange.write(PROTOCOL.response(response.status(), response.json()));
  }

  @Override
  public ErrorFormat errors() {
    return PROTOCOL;
  }

  /** Rekognition reads with the permissions of its caller. */
  private byte[] read(
      Caller caller, String bucket, String key, Optional<String> versionId, long maxBytes)
      throws S3ReadException {
    try {
      return objects
          .read(caller, bucket, key, versionId, maxBytes)
          .orElseThrow(() -> new S3ReadException(Reason.NOT_FOUND, "no such object: " + key));
    } catch (AccessDeniedException e) {
      throw new S3ReadException(Reason.ACCESS_DENIED, e.getMessage(), e);
    } catch (ServiceObjectReader.TooLargeException e) {
      throw new S3ReadException(Reason.TOO_LARGE, key + " has more than " + maxBytes + " bytes", e);
    } catch (IOException e) {
      throw new S3ReadException(Reason.UNAVAILABLE, e.toString(), e);
    }
  }
}
