package dev.twinlens.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.local.aws.auth.AuthenticationException;
import dev.twinlens.local.aws.auth.QueryString;
import dev.twinlens.local.aws.http.Call;
import dev.twinlens.local.aws.http.QueryProtocol;
import dev.twinlens.local.aws.http.Reply;
import dev.twinlens.local.aws.http.Service;
import dev.twinlens.local.aws.http.Xml;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** STS, as far as telling a caller who it is. */
final class StsService implements Service {
  private static final QueryProtocol PROTOCOL =
      new QueryProtocol("https://sts.amazonaws.com/doc/2011-06-15/");

  private final String accountId;

  StsService(String accountId) {
    this.accountId = accountId;
  }

  @Override
  public Reply refuse(AuthenticationException e) {
    return PROTOCOL.refuse(e);
  }

  @Override
  public CompletionStage<Reply> handle(Call call) {
    String action =
        QueryString.parse(new String(call.body(), UTF_8)).firstValues().getOrDefault("Action", "");
    if (!action.equals("GetCallerIdentity")) {
      return CompletableFuture.completedStage(
          PROTOCOL.error(
              400, "InvalidAction", "The local STS serves GetCallerIdentity, not " + action));
    }
    return CompletableFuture.completedStage(
        PROTOCOL.answer(
            action,
            "<Arn>%s</Arn><UserId>%s</UserId><Account>%s</Account>"
                .formatted(
                    Xml.escape(callerArn(call.caller().principalArn())),
                    call.caller().accessKeyId(),
                    accountId)));
  }

  /** A role acts through a session, which is what STS names. */
  private static String callerArn(String principalArn) {
    return principalArn.contains(":role/")
        ? principalArn
            .replace(":iam:", ":sts:")
            .replaceFirst(":role/.*?([^/]+)$", ":assumed-role/$1/twinlens")
        : principalArn;
  }
}
