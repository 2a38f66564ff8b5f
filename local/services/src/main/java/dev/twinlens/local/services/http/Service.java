package dev.twinlens.local.services.http;

import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.access.Requirement;
import dev.twinlens.local.services.access.UnknownOperationException;
import dev.twinlens.local.services.auth.AuthenticationException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** One service behind the front. */
public interface Service {
  /**
   * The rights that a call needs; none for what anybody may ask.
   *
   * @throws UnknownOperationException for an operation that no right is known for
   */
  List<Requirement> requirements(Call call) throws UnknownOperationException;

  /** Answers a call whose caller has the rights. */
  CompletionStage<Reply> handle(Call call);

  /** How the service tells a client that its request is not to be believed. */
  Reply refuse(AuthenticationException e);

  /** How the service tells a client that it lacks a right. */
  Reply deny(AccessDeniedException e);
}
