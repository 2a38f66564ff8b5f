package dev.twinlens.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
  private static final List<Route> ROUTES =
      Stream.of(
              "$default",
              "ANY /{proxy+}",
              "GET /pets/{proxy+}",
              "GET /pets/dog/{id}",
              "GET /pets/dog/1",
              "ANY /pets/dog/1",
              "GET /images",
              "GET /images/{key+}")
          .map(key -> Route.of(new RouteSpec(key, "function")))
          .sorted(Route.MOST_SPECIFIC_FIRST)
          .toList();

  @ParameterizedTest
  @CsvSource({
    "GET, /pets/dog/1, GET /pets/dog/1",
    "POST, /pets/dog/1, ANY /pets/dog/1",
    "GET, /pets/dog/2, GET /pets/dog/{id}",
    "GET, /pets/cat/1, GET /pets/{proxy+}",
    "GET, /pets/dog/2/3, GET /pets/{proxy+}",
    "POST, /pets/cat/1, ANY /{proxy+}",
    "GET, /images, GET /images",
    "GET, /images/a/b, GET /images/{key+}",
    "GET, /, $default",
    "DELETE, /images, ANY /{proxy+}",
  })
  void matchesTheMostSpecificRoute(String method, String path, String routeKey) {
    assertThat(match(method, path).route().spec().routeKey()).isEqualTo(routeKey);
  }

  @ParameterizedTest
  @CsvSource({
    "/images/2026-11-21/a.jpg, 2026-11-21/a.jpg",
    "/images/a%2Fb.jpg, a/b.jpg",
    "/images/100%25%20+%C3%A9.jpg, 100% +é.jpg",
    "/images/%2541, %41",
    "/images/%F0%9F%90%88.jpg, 🐈.jpg",
    "/images/a//b/, a//b/",
    "/images/../secret, ../secret",
  })
  void decodesTheRestOfThePathOnceForAGreedyVariable(String path, String key) {
    assertThat(match("GET", path).pathParameters()).isEqualTo(Map.of("key", key));
  }

  @Test
  void doesNotMatchAnEmptyVariable() {
    Route route = Route.of(new RouteSpec("GET /images/{key+}", "function"));

    assertThat(route.match("GET", "/images/")).isEmpty();
    assertThat(route.match("GET", "/images")).isEmpty();
    assertThat(route.match("GET", "/images/a")).isPresent();
  }

  @Test
  void matchesOnlyItsMethod() {
    Route route = Route.of(new RouteSpec("GET /images", "function"));

    assertThat(route.match("HEAD", "/images")).isEmpty();
    assertThat(route.match("GET", "/images/")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/images", "FETCH /images", "GET images", "GET /{a+}/b", "GET /x{a}", "get /a"})
  void rejectsInvalidRouteKeys(String key) {
    assertThatThrownBy(() -> Route.of(new RouteSpec(key, "function")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The route key \"" + key + "\"");
  }

  @Test
  void hasASourceArn() {
    HttpApiSpec api =
        new HttpApiSpec(
            "abc",
            "000000000000",
            "eu-central-1",
            CorsConfiguration.none(),
            List.of(),
            Throttling.accountDefault(),
            "");

    assertThat(Route.of(new RouteSpec("GET /images/{key+}", "function")).sourceArn(api, "GET"))
        .isEqualTo("arn:aws:execute-api:eu-central-1:000000000000:abc/$default/GET/images/{key+}");
    assertThat(Route.of(new RouteSpec("ANY /a", "function")).sourceArn(api, "POST"))
        .endsWith(":abc/$default/POST/a");
    assertThat(Route.of(new RouteSpec("$default", "function")).sourceArn(api, "POST"))
        .endsWith(":abc/$default/$default");
  }

  private static Route.Match match(String method, String path) {
    return ROUTES.stream()
        .map(route -> route.match(method, path))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }
}
