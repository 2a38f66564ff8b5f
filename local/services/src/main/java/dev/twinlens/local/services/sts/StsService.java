package dev.twinlens.local.services.sts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.Requirement;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.AuthenticationException;
import dev.twinlens.local.services.auth.QueryString;
import dev.twinlens.local.services.http.Call;
import dev.twinlens.local.services.http.QueryProtocol;
import dev.twinlens.local.services.http.Reply;
import dev.twinlens.local.services.http.Service;
import dev.twinlens.local.services.http.Xml;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** STS, as far as telling a caller who it is. */
public final class StsService implements Service {
  private static final QueryProtocol PROTOCOL =
      new QueryProtocol("https://sts.amazonaws.com/doc/2011-06-15/");

  private static final String GET_CALLER_IDENTITY = "GetCallerIdentity";

  private final String accountId;

  public StsService(String accountId) {
    this.accountId = accountId;
  }

  @Override
  public Reply refuse(AuthenticationException e) {
    return PROTOCOL.refuse(e);
  }

  @Override
  public Reply deny(AccessDeniedException e) {
    return PROTOCOL.error(403, "AccessDenied", e.getMessage());
  }

  /** Everybody may ask who they are. */
  @Override
  public List<Requirement> requirements(Call call) throws UnknownOperationException {
    if (!operation(call).equals(GET_CALLER_IDENTITY)) {
      throw new UnknownOperationException("sts", operation(call));
    }
    return List.of();
  }

  @Override
  public CompletionStage<Reply> handle(Call call) {
    return CompletableFuture.completedStage(
        PROTOCOL.answer(
            GET_CALLER_IDENTITY,
            "<Arn>%s</Arn><UserId>%s</UserId><Account>%s</Account>"
                .formatted(
                    Xml.escape(call.caller().sessionArn()),
                    call.caller().accessKeyId(),
                    accountId)));
  }

  private static String operation(Call call) {
    return QueryString.parse(new String(call.body(), UTF_8))
        .firstValues()
        .getOrDefault("Action", "");
  }
}
