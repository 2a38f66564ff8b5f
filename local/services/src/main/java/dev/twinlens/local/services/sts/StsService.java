package dev.twinlens.local.services.sts;

import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.Caller;
import dev.twinlens.local.services.http.ErrorFormat;
import dev.twinlens.local.services.http.Exchange;
import dev.twinlens.local.services.http.MalformedRequestException;
import dev.twinlens.local.services.http.QueryProtocol;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.http.ServiceCall;
import dev.twinlens.local.services.http.Xml;
import java.util.List;

/** STS: tells a caller its identity. */
public final class StsService implements Service {
  private static final QueryProtocol PROTOCOL =
      new QueryProtocol("https://sts.amazonaws.com/doc/2011-06-15/", "AccessDenied");

  @Override
  public List<RequiredPermission> requiredPermissions(ServiceCall call)
      throws UnknownOperationException, MalformedRequestException {
    return StsActions.of(call.parameters().getOrDefault("Action", ""));
  }

  @Override
  public void handle(ServiceCall call, Exchange exchange) {
    Caller caller = call.caller();
    exchange.write(
        PROTOCOL.response(
            StsActions.GET_CALLER_IDENTITY,
            Xml.element("Arn", caller.sessionArn())
                + Xml.element("UserId", caller.accessKeyId())
                + Xml.element("Account", caller.accountId())));
  }

  @Override
  public ErrorFormat errors() {
    return PROTOCOL;
  }
}
