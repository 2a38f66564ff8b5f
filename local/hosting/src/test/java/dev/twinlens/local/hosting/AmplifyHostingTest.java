package dev.twinlens.local.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.support.BoundPort;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AmplifyHostingTest {
  private static final String SERVE_SITE = buildSpec("true");

  @TempDir Path folder;
  private Path repository;
  private Path data;
  private final List<AmplifyHosting> started = new ArrayList<>();

  @BeforeEach
  void makeRepository() throws IOException {
    repository = Files.createDirectories(folder.resolve("repository"));
    data = repository.resolve("data");
    write("site/index.html", "<!doctype html><title>Start</title>" + " ".repeat(2_000));
    write("site/js/main.js", "export const answer = 42;");
    write("site/icon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    write("site/a b+ü.txt", "odd name");
    write("secret.txt", "outside of the site");
  }

  @AfterEach
  void stop() {
    started.forEach(AmplifyHosting::close);
  }

  @Test
  void runsTheBuildInOrderWithTheDeclaredEnvironment() throws IOException {
    AmplifyHosting site =
        start(
            """
            version: 1
            env:
              variables:
                WHERE: specification
                WHO: specification
                WHAT: specification
            frontend:
              phases:
                preBuild:
                  commands:
                    - cd site
                build:
                  commands:
                    - export ORDER=kept
                    - printf '%s %s %s' "$WHERE" "$WHO" "$WHAT" > built.txt
                postBuild:
                  commands:
                    - |
                      printf ' %s' "$ORDER" >> built.txt
                      printf ' %s' "$(basename "$PWD")" >> built.txt
              artifacts:
                baseDirectory: site
                files:
                  - '**/*'
            """,
            Map.of("WHO", "app", "WHAT", "app"), Map.of("WHAT", "branch"));

    assertThat(Http.text(Http.get(site.endpoint(), "/built.txt")))
        .isEqualTo("specification app branch kept site");
    assertThat(repository.resolve("site/built.txt")).doesNotExist();
  }

  @Test
  void hidesTheMachinesOwnVariablesFromTheBuild() {
    AmplifyHosting site = start(buildSpec("env > site/env.txt"));

    assertThat(Http.text(Http.get(site.endpoint(), "/env.txt")).lines())
        .allMatch(line -> line.matches("(PATH|HOME|LANG|TMPDIR|PWD|OLDPWD|SHLVL|_)=.*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"false && true", "exit 3", "no-such-command", "(exit 7)"})
  void failsWithTheOutputOfACommandThatFails(String command) {
    String spec = buildSpec("echo before", command, "echo after");

    assertThatThrownBy(() -> start(spec))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("build failed")
        .hasMessageContaining("before")
        .hasMessageContaining("# " + command)
        .hasMessageNotContaining("after");
  }

  @Test
  void buildsWithoutHistoryOutputAndOwnData() throws IOException {
    write(".git/HEAD", "ref");
    write("target/classes/A.class", "x");
    write("module/target/b", "x");
    write("node_modules/c", "x");
    write(".twinlens/d", "x");
    write("data/e", "x");
    write("data-of-the-site/f", "x");

    AmplifyHosting site = start(buildSpec("find . -type f | sort > site/files.txt"));

    assertThat(Http.text(Http.get(site.endpoint(), "/files.txt")))
        .contains("./secret.txt", "./data-of-the-site/f")
        .doesNotContain(".git/", "target", "node_modules", ".twinlens", "data/e");
  }

  @Test
  void startsAnewInTheSameFolder() {
    start(buildSpec("echo old > site/old.txt"));

    AmplifyHosting again = start(SERVE_SITE);

    assertThat(Http.get(again.endpoint(), "/old.txt").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html",
    "/index.html, text/html",
    "/js/main.js, text/javascript",
    "/icon.svg, image/svg+xml",
    "/a%20b+%C3%BC.txt, text/plain"
  })
  void servesFilesWithTheirTypes(String path, String type) {
    HttpResponse<byte[]> response = Http.get(start(SERVE_SITE).endpoint(), path);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Http.header(response, "content-type")).startsWith(type);
    assertThat(Http.header(response, "cache-control")).contains("max-age=0");
  }

  @Test
  void answersAKnownFileWith304UntilItChanges() throws IOException {
    AmplifyHosting site = start(SERVE_SITE);
    String etag = Http.header(Http.get(site.endpoint(), "/js/main.js"), "etag");

    assertThat(Http.get(site.endpoint(), "/js/main.js", "If-None-Match", etag).statusCode())
        .isEqualTo(304);

    write("site/js/main.js", "export const answer = 43;");
    HttpResponse<byte[]> changed = Http.get(site.endpoint(), "/js/main.js", "If-None-Match", etag);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(Http.text(changed)).contains("43");
  }

  @Test
  void compressesTextForWhoAcceptsIt() throws IOException {
    AmplifyHosting site = start(SERVE_SITE);

    HttpResponse<byte[]> zipped = Http.get(site.endpoint(), "/", "Accept-Encoding", "gzip");
    assertThat(Http.header(zipped, "content-encoding")).isEqualTo("gzip");
    assertThat(Http.header(zipped, "vary")).containsIgnoringCase("accept-encoding");
    assertThat(Http.unzipped(zipped)).contains("<title>Start</title>");
    assertThat(Http.header(Http.get(site.endpoint(), "/"), "content-encoding")).isEmpty();

    String etag = Http.header(zipped, "etag");
    assertThat(
            Http.get(site.endpoint(), "/", "Accept-Encoding", "gzip", "If-None-Match", etag)
                .statusCode())
        .isEqualTo(304);
  }

  @Test
  void followsEditsAdditionsAndDeletionsInTheRepository() throws IOException {
    AmplifyHosting site = start(SERVE_SITE);

    write("site/index.html", "<title>Edited</title>");
    write("site/new/page.html", "new");
    Files.delete(repository.resolve("site/icon.svg"));

    assertThat(Http.text(Http.get(site.endpoint(), "/"))).contains("Edited");
    assertThat(Http.text(Http.get(site.endpoint(), "/new/page.html"))).isEqualTo("new");
    assertThat(Http.get(site.endpoint(), "/icon.svg").statusCode()).isEqualTo(404);
    write("site/icon.svg", "back again");
    assertThat(Http.text(Http.get(site.endpoint(), "/icon.svg"))).isEqualTo("back again");
  }

  @Test
  void keepsWhatTheBuildMadeOrRemoved() throws IOException {
    AmplifyHosting site =
        start(buildSpec("echo built > site/index.html", "rm site/icon.svg", "echo x > site/x.txt"));

    write("site/index.html", "edited");
    write("site/icon.svg", "edited");

    assertThat(Http.text(Http.get(site.endpoint(), "/"))).isEqualTo("built\n");
    assertThat(Http.get(site.endpoint(), "/icon.svg").statusCode()).isEqualTo(404);
    assertThat(Http.text(Http.get(site.endpoint(), "/x.txt"))).isEqualTo("x\n");
  }

  private static final String APP_HEADERS =
      """
      customHeaders:
        - pattern: '**/*'
          headers:
            - key: Content-Security-Policy
              value: "default-src 'none'"
            - key: X-Both
              value: every file
        - pattern: '/js/*'
          headers:
            - key: X-Both
              value: module
      """;

  @Test
  void putsTheAppsHeadersOnEveryAnswer() {
    AmplifyHosting site = start(SERVE_SITE, Map.of(), Map.of(), APP_HEADERS);

    HttpResponse<byte[]> page = Http.get(site.endpoint(), "/");
    assertThat(Http.header(page, "content-security-policy")).isEqualTo("default-src 'none'");
    assertThat(Http.header(page, "x-both")).isEqualTo("every file");
    assertThat(Http.header(Http.get(site.endpoint(), "/js/main.js"), "x-both")).isEqualTo("module");
    HttpResponse<byte[]> missing = Http.get(site.endpoint(), "/none");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(Http.header(missing, "content-security-policy")).isEqualTo("default-src 'none'");
  }

  @Test
  void overridesTheAppsHeadersWithTheFileThatTheBuildLeaves() throws IOException {
    write("customHttp.yml", "customHeaders: []");
    String build =
        """
        version: 1
        frontend:
          phases:
            build:
              commands:
                - |
                  printf 'customHeaders:\\n  - pattern: "**"\\n    headers:\\n      - key: X-Both\\n        value: "%s"\\n' "$VALUE" > customHttp.yml
          artifacts:
            baseDirectory: site
        """;
    AmplifyHosting site = start(build, Map.of(), Map.of("VALUE", "from 'the' branch"), APP_HEADERS);

    for (String path : List.of("/", "/js/main.js", "/none")) {
      HttpResponse<byte[]> answer = Http.get(site.endpoint(), path);
      assertThat(Http.header(answer, "x-both")).as(path).isEqualTo("from 'the' branch");
      assertThat(Http.header(answer, "content-security-policy")).as(path).isEmpty();
    }
  }

  @Test
  void answersAnUnknownPathWithAPageThatLeadsBack() {
    HttpResponse<byte[]> response = Http.get(start(SERVE_SITE).endpoint(), "/none.html");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(Http.header(response, "content-type")).startsWith("text/html");
    assertThat(Http.text(response)).contains("href=\"/\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/js/../../secret.txt",
        "/js/%2e%2e/%2e%2e/secret.txt",
        "//../secret.txt",
        "/..;/secret.txt",
        "/%00",
        "/js/"
      })
  void givesNothingThatIsNotAFileOfTheSite(String target) throws IOException {
    AmplifyHosting site = start(SERVE_SITE);
    String host = "127.0.0.1:" + site.endpoint().getPort();

    assertThat(Http.rawStatus(site.endpoint(), target, host)).isBetween(400, 499);
  }

  @Test
  void isDeafToOtherNames() throws IOException {
    AmplifyHosting site = start(SERVE_SITE);
    int port = site.endpoint().getPort();

    assertThat(Http.rawStatus(site.endpoint(), "/", "localhost:" + port)).isEqualTo(200);
    assertThat(Http.rawStatus(site.endpoint(), "/", "evil.example:" + port)).isEqualTo(421);
    assertThat(Http.rawStatus(site.endpoint(), "/", "[::1]:" + port)).isEqualTo(200);
  }

  @Test
  void isOnlyRead() {
    AmplifyHosting site = start(SERVE_SITE);

    assertThat(Http.send("POST", site.endpoint(), "/").statusCode()).isEqualTo(405);
    HttpResponse<byte[]> head = Http.send("HEAD", site.endpoint(), "/");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version: 2                                          | version must be 1
          version: 1\\nbackend: {}                             | "backend" is not supported
          version: 1\\napplications: []                        | "applications" is not supported
          version: 1\\nfrontend: {phases: {test: {}}}          | "frontend.phases.test" is not supported
          version: 1\\nfrontend: {artifacts: {}}               | baseDirectory is required
          version: 1\\nfrontend: {artifacts: {baseDirectory: ../..}} | is outside of the repository
          version: 1\\nfrontend: {artifacts: {baseDirectory: none}}  | did not make the folder none
          version: 1\\nfrontend: {artifacts: {baseDirectory: site, files: ['*.html']}} | must be '**/*'
          'version: ['                                        | is not valid YAML
          """)
  void namesWhatItDoesNotKnowInABuildSpecification(String spec, String message) {
    assertThatThrownBy(() -> start(spec.replace("\\n", "\n")))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining(message);
  }

  private static String buildSpec(String... commands) {
    StringBuilder lines = new StringBuilder();
    for (String command : commands) {
      lines.append("        - '").append(command).append("'\n");
    }
    return """
    version: 1
    frontend:
      phases:
        build:
          commands:
    %s  artifacts:
        baseDirectory: site
        files:
          - '**/*'
    """
        .formatted(lines);
  }

  private AmplifyHosting start(String buildSpec) {
    return start(buildSpec, Map.of(), Map.of());
  }

  private AmplifyHosting start(
      String buildSpec, Map<String, String> app, Map<String, String> branch) {
    return start(buildSpec, app, branch, "");
  }

  private AmplifyHosting start(
      String buildSpec, Map<String, String> app, Map<String, String> branch, String headers) {
    AmplifyHosting site =
        AmplifyHosting.start(spec(buildSpec, app, branch, headers), BoundPort.any());
    started.add(site);
    return site;
  }

  private AmplifySpec spec(
      String buildSpec, Map<String, String> app, Map<String, String> branch, String headers) {
    return new AmplifySpec(repository, data, buildSpec, app, branch, headers);
  }

  /** A file that is plainly newer than the one before, whatever the clock's grain. */
  private void write(String name, String content) throws IOException {
    Path file = repository.resolve(name);
    FileTime time =
        Files.exists(file)
            ? FileTime.from(Files.getLastModifiedTime(file).toInstant().plusSeconds(10))
            : FileTime.from(Instant.now().minusSeconds(3_600));
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, time);
  }
}
