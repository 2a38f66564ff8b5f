package dev.twinlens.local.pulumi;

import com.google.protobuf.Struct;

/** Decides what becomes of the resources that a program registers. Called from several threads. */
public interface ResourceHandler {
  /**
   * Answers the registration of a resource or component.
   *
   * @throws DeploymentFailure to stop the program
   */
  ResourceState handle(Registration registration);

  /** Answers a call of a provider's function, such as {@code aws:index/getRegion:getRegion}. */
  Struct invoke(String token, Struct arguments);
}
