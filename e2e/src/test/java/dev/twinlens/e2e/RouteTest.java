package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.api.Contract;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The program registers the routes that the contract describes, and no other. */
@ExtendWith(DevStack.class)
class RouteTest {
  private final Stack stack;

  RouteTest(Stack stack) {
    this.stack = stack;
  }

  @Test
  void servesTheRoutesOfTheContract() {
    assertThat(stack.routeKeys())
        .containsExactlyInAnyOrderElementsOf(Contract.load().routeKeys(Set.of("allowDelete")));
  }
}
