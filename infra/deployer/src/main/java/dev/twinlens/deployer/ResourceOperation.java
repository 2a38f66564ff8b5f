package dev.twinlens.deployer;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When a provider makes a call for a resource, as the tables name it. */
enum ResourceOperation {
  @JsonProperty("create")
  CREATE,
  @JsonProperty("read")
  READ,
  @JsonProperty("update")
  UPDATE,
  @JsonProperty("delete")
  DELETE
}
