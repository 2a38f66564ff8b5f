package dev.twinlens.local.services.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {
  @TempDir Path directory;

  record Item(String name, int number) {}

  @Test
  void keepsRecordsAcrossARestart() {
    try (StateStore state = open()) {
      StateTable<Item> items = items(state);
      state.write(() -> items.put("ü", new Item("one", 1)));
    }
    try (StateStore state = open()) {
      assertThat(items(state).get("ü")).hasValue(new Item("one", 1));
    }
  }

  @Test
  void rollsBackAChangeThatFails() {
    try (StateStore state = open()) {
      StateTable<Item> items = items(state);
      state.write(() -> items.put("kept", new Item("kept", 1)));

      assertThatThrownBy(
              () ->
                  state.write(
                      () -> {
                        items.put("lost", new Item("lost", 2));
                        items.remove("kept");
                        throw new IllegalStateException("no");
                      }))
          .hasMessage("no");

      assertThat(items.values()).containsExactly(new Item("kept", 1));
    }
  }

  @Test
  void failsAChangeThatCannotBeStoredAndContinuesOnceThereIsSpace() {
    Path file = FullDisk.file(directory.resolve("full.mv"));
    try (StateStore state = StateStore.open(file)) {
      StateTable<Item> items = items(state);
      state.write(() -> items.put("before", new Item("before", 1)));

      FullDisk.setFull(true);
      assertThatThrownBy(() -> state.write(() -> items.put("during", new Item("during", 2))))
          .hasStackTraceContaining("No space left on device");
      assertThat(items.values()).containsExactly(new Item("before", 1));
      assertThatThrownBy(() -> state.write(() -> items.put("during", new Item("during", 2))))
          .hasStackTraceContaining("No space left on device");
      FullDisk.setFull(false);

      state.write(() -> items.put("after", new Item("after", 3)));
      assertThat(items.values()).containsExactly(new Item("after", 3), new Item("before", 1));
    } finally {
      FullDisk.setFull(false);
    }
    try (StateStore state = StateStore.open(file)) {
      assertThat(items(state).values())
          .containsExactly(new Item("after", 3), new Item("before", 1));
    }
  }

  @Test
  void rejectsAChangeOutsideATransaction() {
    try (StateStore state = open()) {
      assertThatThrownBy(() -> items(state).put("k", new Item("x", 1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void readsFromAKeyInUtf8Order() {
    List<String> keys = List.of("a", "a\0b", "a/b", "b", "é", "\uFF21", "😀");
    try (StateStore state = open()) {
      StateTable<Item> items = items(state);
      state.write(() -> keys.forEach(key -> items.put(key, new Item(key, 0))));

      assertThat(items.from("").map(StateTable.Entry::key)).containsExactlyElementsOf(keys);
      assertThat(items.from("a/b").map(StateTable.Entry::key))
          .containsExactlyElementsOf(keys.subList(2, keys.size()));
      assertThat(items.startingWith("a").map(StateTable.Entry::key))
          .containsExactlyElementsOf(keys.subList(0, 3));
    }
  }

  @Test
  void readsWhileRecordsAreReplaced() throws Exception {
    int size = 2000;
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (StateStore state = open()) {
      StateTable<Item> items = items(state);
      state.write(
          () ->
              IntStream.range(0, size)
                  .forEach(i -> items.put("k" + i, new Item("x".repeat(200), 0))));
      Future<?> writer =
          threads.submit(
              () -> {
                for (int round = 1; round <= 1000; round++) {
                  int number = round;
                  state.write(
                      () -> items.put("k" + number * 7 % size, new Item("x".repeat(200), number)));
                }
              });
      List<Future<Integer>> readers =
          List.of(
              threads.submit(() -> readUntil(writer, items, size)),
              threads.submit(() -> readUntil(writer, items, size)));

      writer.get();
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static int readUntil(Future<?> end, StateTable<Item> items, int size) {
    int reads = 0;
    do {
      assertThat(items.values()).hasSize(size);
      reads++;
    } while (!end.isDone());
    return reads;
  }

  private StateStore open() {
    return StateStore.open(directory.resolve("state.mv"));
  }

  private static StateTable<Item> items(StateStore state) {
    return state.table("items", Item.class);
  }
}
