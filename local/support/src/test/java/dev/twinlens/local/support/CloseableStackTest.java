package dev.twinlens.local.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseableStackTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void closesTheYoungestFirst() {
    try (CloseableStack stack = new CloseableStack()) {
      stack.add(() -> closed.add("first"));
      stack.add(() -> closed.add("second"));
    }

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void closesTheOthersWhenOneFails() {
    try (CloseableStack stack = new CloseableStack()) {
      stack.add(() -> closed.add("first"));
      stack.add(
          () -> {
            throw new IllegalStateException("does not close");
          });
    }

    assertThat(closed).containsExactly("first");
  }

  @Test
  void closesNothingThatItHasReleased() {
    CloseableStack released;
    try (CloseableStack stack = new CloseableStack()) {
      stack.add(() -> closed.add("first"));
      stack.add(() -> closed.add("second"));
      released = stack.release();
    }
    assertThat(closed).isEmpty();

    released.close();

    assertThat(closed).containsExactly("second", "first");
  }
}
