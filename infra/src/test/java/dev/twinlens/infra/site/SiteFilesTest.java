package dev.twinlens.infra.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFilesTest {
  @TempDir private Path folder;
  @TempDir private Path generated;

  @BeforeEach
  void generate() throws IOException {
    Files.writeString(generated.resolve("openapi.json"), "{}");
  }

  private void write(String... files) throws IOException {
    for (var file : files) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), file);
    }
  }

  @Test
  void listsFilesByTheirPathBelowThePage() throws IOException {
    write("js/view/photo.js", "index.html", "css/base.css");
    assertThat(SiteFiles.under(folder, generated))
        .containsExactly(
            new SiteFiles.SiteFile(
                "css/base.css", folder.resolve("css/base.css"), "text/css; charset=utf-8"),
            new SiteFiles.SiteFile(
                "index.html", folder.resolve("index.html"), "text/html; charset=utf-8"),
            new SiteFiles.SiteFile(
                "js/view/photo.js",
                folder.resolve("js/view/photo.js"),
                "text/javascript; charset=utf-8"),
            new SiteFiles.SiteFile(
                "openapi.json", generated.resolve("openapi.json"), "application/json"));
  }

  @Test
  void leavesOutHiddenFilesAndAConfigurationLeftBehind() throws IOException {
    write("index.html", ".DS_Store", ".idea/page.html", "config.json");
    assertThat(SiteFiles.under(folder, generated))
        .extracting(SiteFiles.SiteFile::key)
        .containsExactly("index.html", "openapi.json");
  }

  @Test
  void namesAFileThatNoBrowserWouldUnderstand() throws IOException {
    write("index.html", "js/main.ts");
    assertThatIllegalStateException()
        .isThrownBy(() -> SiteFiles.under(folder, generated))
        .withMessageContaining("main.ts: unknown media type");
  }

  @Test
  void saysWhereToRunWhenThereIsNoPage() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SiteFiles.under(folder.resolve("elsewhere"), generated))
        .withMessageContaining("run pulumi from the repository's root");
  }

  @Test
  void saysToBuildWhenThereAreNoGeneratedFiles() throws IOException {
    write("index.html");
    assertThatIllegalStateException()
        .isThrownBy(() -> SiteFiles.under(folder, folder.resolve("elsewhere")))
        .withMessageContaining("run mvn package first");
  }
}
