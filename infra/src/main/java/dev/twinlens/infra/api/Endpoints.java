package dev.twinlens.infra.api;

import dev.twinlens.infra.functions.Functions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** This program's endpoints. */
public final class Endpoints {
  private Endpoints() {}

  /**
   * All endpoints.
   *
   * @param allowDelete whether images can be deleted through the API
   */
  public static List<Endpoint> of(Functions functions, boolean allowDelete) {
    return Stream.concat(
            Stream.of(
                Endpoint.of(functions.requestUpload(), "POST /uploads", "GET /uploads"),
                // Says where a larger image can be sent. API Gateway adds it to the function's 413,
                // and not to its own, for a body that is too large for Lambda or for itself:
                // GET /uploads has the limits.
                Endpoint.of(functions.uploadImage(), "POST /images")
                    .adding(
                        413,
                        Map.of(
                            "link",
                            "</uploads>; rel=\"alternate\"; title=\"POST /uploads takes larger"
                                + " images\"")),
                Endpoint.of(
                    functions.queryImages(),
                    "GET /images",
                    "GET /images/{key+}",
                    "GET /labels",
                    "GET /health")),
            allowDelete
                ? Stream.of(Endpoint.of(functions.deleteImage(), "DELETE /images/{key+}"))
                : Stream.empty())
        .toList();
  }
}
