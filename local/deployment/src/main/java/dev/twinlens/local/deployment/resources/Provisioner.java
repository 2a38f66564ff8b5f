package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;

/** Makes one type of resource real; creating and updating are the same idempotent step. */
@FunctionalInterface
interface Provisioner {
  Provisioned provision(ResourceRequest request);
}
