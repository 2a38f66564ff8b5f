package dev.twinlens.infra.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShortLivedVmTest {
  private static Optional<List<String>> command(String... arguments) {
    return ShortLivedVm.command(Optional.of("/jdk/bin/java"), Optional.of(arguments));
  }

  @Test
  void isStartedWithTheSameJarAndOtherOptionsWhereTheCliHasStartedTheProgram() {
    assertThat(command("-jar", "infra/target/infra.jar"))
        .hasValueSatisfying(
            command ->
                assertThat(command)
                    .startsWith("/jdk/bin/java", "-XX:TieredStopAtLevel=1")
                    .endsWith("-jar", "infra/target/infra.jar"));
  }

  /** Otherwise it would start itself without an end. */
  @Test
  void isNotStartedAgainFromItself() {
    var own = command("-jar", "infra.jar").orElseThrow();
    assertThat(command(own.subList(1, own.size()).toArray(String[]::new))).isEmpty();
  }

  @Test
  void leavesTheOptionsOfADebuggerOrOfALocalDeployment() {
    assertThat(command("-agentlib:jdwp=transport=dt_socket", "-jar", "infra.jar")).isEmpty();
    assertThat(command("-cp", "infra.jar", "dev.twinlens.infra.Main")).isEmpty();
  }

  @Test
  void isNotStartedWhereTheSystemDoesNotTellHowTheProgramWas() {
    assertThat(ShortLivedVm.command(Optional.of("/jdk/bin/java"), Optional.empty())).isEmpty();
    assertThat(ShortLivedVm.command(Optional.empty(), Optional.empty())).isEmpty();
  }
}
