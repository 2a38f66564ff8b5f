package dev.twinlens.local.services.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that is killed leaves: the file as it was after a change. */
class StateStoreCrashTest {
  private static final int CHANGES = 100;

  @TempDir Path directory;

  record Item(String text) {}

  @Test
  void hasEveryChangeAfterAKill() throws IOException {
    Path file = directory.resolve("state.mv");
    Path copy = directory.resolve("copy.mv");
    Random random = new Random(1);
    Map<String, Item> expected = new TreeMap<>();
    try (StateStore state = StateStore.open(file)) {
      StateTable<Item> versions = state.table("versions", Item.class);
      StateTable<Item> deliveries = state.table("deliveries", Item.class);
      for (int change = 0; change < CHANGES; change++) {
        String key = "k" + change;
        Item item = new Item("x".repeat(random.nextInt(2000)) + change);
        String removed = "k" + random.nextInt(change + 1);
        boolean removes = random.nextInt(3) == 0;
        state.write(
            () -> {
              versions.put(key, item);
              deliveries.put(key, item);
            });
        expected.put(key, item);
        if (removes) {
          state.write(() -> versions.remove(removed));
          expected.remove(removed);
        }
        state.write(() -> deliveries.remove(key));

        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        try (StateStore after = StateStore.open(copy)) {
          assertThat(after.table("versions", Item.class).values())
              .as("after change %d", change)
              .hasSize(expected.size());
          assertThat(after.table("deliveries", Item.class).values()).isEmpty();
        }
      }
    }
  }
}
