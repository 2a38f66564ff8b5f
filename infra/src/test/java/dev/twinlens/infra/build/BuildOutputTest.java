package dev.twinlens.infra.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.tools.ant.Project;
import org.apache.tools.ant.taskdefs.Checksum;
import org.apache.tools.ant.types.FileSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildOutputTest {
  private static final String PROGRAM = "pom.xml,infra/pom.xml,infra/src/main/";
  private static final String FUNCTIONS =
      "pom.xml,lambdas/pom.xml,lambdas/function.xml,lambdas/*/pom.xml,lambdas/*/src/main/";
  private static final String COMMAND = "mvn -P deployer -DskipTests package";

  @TempDir private Path root;
  @TempDir private Path checksums;
  private BuildOutput output;

  @BeforeEach
  void build() throws IOException {
    output = new BuildOutput(root);
    write("pom.xml", "<project/>");
    write("infra/pom.xml", "<project/>");
    write("infra/src/main/java/Main.java", "class Main {}");
    write("infra/src/test/java/MainTest.java", "class MainTest {}");
    write("lambdas/pom.xml", "<project/>");
    write("lambdas/function.xml", "<assembly/>");
    write("lambdas/domain/pom.xml", "<project/>");
    write("lambdas/domain/src/main/java/Image.java", "class Image {}");
    write("lambdas/rotate/pom.xml", "<project/>");
    write("lambdas/rotate/src/main/java/RotateHandler.java", "class RotateHandler {}");
    write("lambdas/rotate/target/rotate.zip", "an archive");
    write("lambdas/rotate/target/sources.sha256", byAnt(FUNCTIONS));
  }

  private void write(String file, String content) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), content);
  }

  /** As the build computes it. */
  private String byAnt(String includes) {
    var project = new Project();
    var files = new FileSet();
    files.setProject(project);
    files.setDir(root.toFile());
    files.setDefaultexcludes(false);
    files.setIncludes(includes);
    var checksum = new Checksum();
    checksum.setProject(project);
    checksum.setAlgorithm("SHA-256");
    checksum.setTotalproperty("sources");
    checksum.setTodir(new File(checksums.toFile(), "checksums"));
    checksum.setForceOverwrite(true);
    checksum.addFileset(files);
    checksum.execute();
    return project.getProperty("sources");
  }

  @Test
  void acceptsWhatTheBuildMadeOfTheseSources() {
    assertThatCode(
            () -> {
              output.requireProgram(byAnt(PROGRAM));
              output.requireFunctions();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void acceptsAChangeOfATest() throws IOException {
    var builtFrom = byAnt(PROGRAM);
    write("infra/src/test/java/MainTest.java", "class OtherTest {}");
    assertThatCode(() -> output.requireProgram(builtFrom)).doesNotThrowAnyException();
  }

  @Test
  void refusesAProgramOfOtherSources() throws IOException {
    var builtFrom = byAnt(PROGRAM);
    write("infra/src/main/java/Main.java", "class Main { int changed; }");
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> output.requireProgram(builtFrom))
        .withMessageContainingAll("infra/", COMMAND)
        .matches(refusal -> refusal.getMessage().lines().count() == 1, "has one line");
  }

  @Test
  void refusesAFunctionWhoseSharedSourcesHaveChanged() throws IOException {
    write("lambdas/domain/src/main/java/Added.java", "class Added {}");
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> output.requireFunctions())
        .withMessageContainingAll("lambdas/", "rotate", COMMAND);
  }

  @Test
  void refusesAMissingArchive() throws IOException {
    Files.delete(root.resolve("lambdas/rotate/target/rotate.zip"));
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> output.requireFunctions())
        .withMessageContainingAll("The archive of the function rotate is missing.", COMMAND);
  }

  @Test
  void namesAFileByItsPathSoThatAMoveIsAChange() throws IOException {
    var before = byAnt(PROGRAM);
    Files.move(
        root.resolve("infra/src/main/java/Main.java"),
        root.resolve("infra/src/main/java/Other.java"));
    assertThat(byAnt(PROGRAM)).isNotEqualTo(before);
    assertThatExceptionOfType(BuildException.class).isThrownBy(() -> output.requireProgram(before));
  }
}
