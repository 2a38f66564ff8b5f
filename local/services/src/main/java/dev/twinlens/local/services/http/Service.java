package dev.twinlens.local.services.http;

import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import java.util.List;

/** One service behind the router. */
public interface Service {
  /**
   * The permissions that a call needs; none for a call that is open to every caller.
   *
   * @throws UnknownOperationException for an operation that no permission is known for
   */
  List<RequiredPermission> requiredPermissions(ServiceCall call)
      throws UnknownOperationException, MalformedRequestException;

  /** Responds to a call whose caller has the permissions; may block. */
  void handle(ServiceCall call, Exchange exchange) throws Exception;

  ErrorFormat errors();
}
