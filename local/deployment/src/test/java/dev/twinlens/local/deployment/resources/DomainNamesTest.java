package dev.twinlens.local.deployment.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DomainNamesTest {
  private final DomainNames names = new DomainNames();

  @BeforeEach
  void addSite() {
    names.add("d123.amplifyapp.com", URI.create("http://127.0.0.1:8080"));
  }

  @Test
  void replacesTheDomainAndTheBranchesBelowIt() {
    assertThat(
            names.rewriteOrigins(
                Map.of(
                    "siteUrl",
                    "https://main.d123.amplifyapp.com",
                    "origins",
                    List.of("https://d123.amplifyapp.com/index.html"))))
        .isEqualTo(
            Map.of(
                "siteUrl",
                "http://127.0.0.1:8080",
                "origins",
                List.of("http://127.0.0.1:8080/index.html")));
  }

  @Test
  void replacesEveryOriginWithinAText() {
    names.add("photos.s3.eu-west-1.amazonaws.com", URI.create("http://127.0.0.1:9000"));

    assertThat(
            names.rewriteOrigins(
                Map.of(
                    "policy",
                    "img-src 'self' https://photos.s3.eu-west-1.amazonaws.com; connect-src"
                        + " https://main.d123.amplifyapp.com"
                        + " https://photos.s3.eu-west-1.amazonaws.com")))
        .isEqualTo(
            Map.of(
                "policy",
                "img-src 'self' http://127.0.0.1:9000; connect-src http://127.0.0.1:8080"
                    + " http://127.0.0.1:9000"));
  }

  @Test
  void leavesOtherDomainsAlone() {
    Map<String, Object> others =
        Map.of("a", "https://d123.amplifyapp.com.example.org", "b", "https://xd123.amplifyapp.com");

    assertThat(names.rewriteOrigins(others)).isEqualTo(others);
  }
}
