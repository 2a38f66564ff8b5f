package dev.twinlens.local.aws.http;

import dev.twinlens.local.aws.auth.AuthenticationException;
import java.util.concurrent.CompletionStage;

/** One service behind the front. */
public interface Service {
  CompletionStage<Reply> handle(Call call);

  /** How the service tells a client that its request is not to be believed. */
  Reply refuse(AuthenticationException e);
}
