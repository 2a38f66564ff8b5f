package dev.twinlens.local.services.faults;

import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.http.ErrorFormat;
import dev.twinlens.local.services.http.Exchange;
import dev.twinlens.local.services.http.JsonProtocol;
import dev.twinlens.local.services.http.MalformedRequestException;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.http.ServiceCall;
import java.util.List;

/** A service that throttles calls as AWS does: permitted calls fail before they have any effect. */
public record ThrottledService(String name, Service service, InjectedFaults faults)
    implements Service {
  private static final JsonProtocol PROTOCOL = new JsonProtocol("1.1");

  @Override
  public List<RequiredPermission> requiredPermissions(ServiceCall call)
      throws UnknownOperationException, MalformedRequestException {
    return service.requiredPermissions(call);
  }

  @Override
  public void handle(ServiceCall call, Exchange exchange) throws Exception {
    if (faults.throttlesNext(name)) {
      // DynamoDB and Rekognition have both errors; SDKs retry either.
      exchange.write(
          PROTOCOL.error(400, "ProvisionedThroughputExceededException", "The rate is exceeded"));
    } else {
      service.handle(call, exchange);
    }
  }

  @Override
  public ErrorFormat errors() {
    return service.errors();
  }
}
