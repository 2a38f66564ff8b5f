package dev.twinlens.operations.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.domain.copies.CopiedVersion;
import dev.twinlens.domain.events.Sequencer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SortedCopiesTest {
  @Test
  void sortsMoreThanItHoldsInTheOrderOfS3() {
    List<CopyBlob> copies = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      copies.add(copy("key " + i % 300, "v" + i));
    }
    // UTF-16 has the surrogates of the first before the second, UTF-8 has not.
    copies.add(copy("\uD83D\uDC31", "v"));
    copies.add(copy("\uFFEE", "v"));
    List<CopyBlob> shuffled = new ArrayList<>(copies);
    Collections.shuffle(shuffled, new Random(1));
    List<CopyBlob> sorted = new ArrayList<>();
    try (SortedCopies sorting = new SortedCopies(64)) {
      shuffled.forEach(sorting::add);
      sorting.iterator().forEachRemaining(sorted::add);
    }

    assertThat(sorted)
        .isSortedAccordingTo(CopyBlob.BY_KEY)
        .containsExactlyInAnyOrderElementsOf(copies);
    assertThat(sorted.subList(1000, 1002))
        .extracting(CopyBlob::key)
        .containsExactly("\uFFEE", "\uD83D\uDC31");
  }

  @Test
  void readsTheAttemptFromTheName() {
    assertThat(named("cat-r3.jpg/20261130T101500123Z-v1-r2.jpg").attempt()).isEqualTo(2);
    assertThat(named("cat-r3.jpg/20261130T101500123Z-v1.jpg").attempt()).isEqualTo(1);
    assertThat(named("cat-r3.jpg").attempt()).isEqualTo(1);
  }

  @Test
  void refusesAListThatIsOutOfOrder() {
    Iterator<KeyGroup<String>> groups = KeyGroup.of(List.of("b", "a").iterator(), key -> key);

    assertThatThrownBy(groups::next).hasMessageContaining("a comes after b");
  }

  @Test
  void joinsTwoListsByKey() {
    List<String> joined = new ArrayList<>();

    new KeyJoin<>(groups("a", "b", "b", "d"), groups("b", "c", "d", "e"))
        .forEach(
            (first, second) ->
                joined.add(first.key() + first.members().size() + second.members().size()));

    assertThat(joined).containsExactly("a10", "b21", "c01", "d11", "e01");
  }

  private static Iterator<KeyGroup<String>> groups(String... keys) {
    return KeyGroup.of(List.of(keys).iterator(), key -> key);
  }

  private static CopyBlob named(String name) {
    return copy(name, "cat.jpg", "v1");
  }

  private static CopyBlob copy(String key, String version) {
    return copy(key + "/" + version, key, version);
  }

  private static CopyBlob copy(String name, String key, String version) {
    return new CopyBlob(
        name,
        1,
        "md5",
        false,
        new CopiedVersion(key, version, new Sequencer("01"), "sha", Optional.of(Instant.EPOCH)));
  }
}
