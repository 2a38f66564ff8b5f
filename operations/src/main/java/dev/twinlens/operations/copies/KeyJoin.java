package dev.twinlens.operations.copies;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Walks two lists of groups, both in the order of their keys, side by side. */
public final class KeyJoin<A, B> {
  private final Iterator<KeyGroup<A>> first;
  private final Iterator<KeyGroup<B>> second;

  public KeyJoin(Iterator<KeyGroup<A>> first, Iterator<KeyGroup<B>> second) {
    this.first = first;
    this.second = second;
  }

  /** Gives each key's members of both lists to the consumer; one of the two can be empty. */
  public void forEach(BiConsumer<KeyGroup<A>, KeyGroup<B>> consumer) {
    Optional<KeyGroup<A>> one = next(first);
    Optional<KeyGroup<B>> other = next(second);
    while (one.isPresent() || other.isPresent()) {
      int order = order(one, other);
      String key = order <= 0 ? one.orElseThrow().key() : other.orElseThrow().key();
      consumer.accept(
          order <= 0 ? one.orElseThrow() : new KeyGroup<>(key, List.of()),
          order >= 0 ? other.orElseThrow() : new KeyGroup<>(key, List.of()));
      one = order <= 0 ? next(first) : one;
      other = order >= 0 ? next(second) : other;
    }
  }

  private static <A, B> int order(Optional<KeyGroup<A>> one, Optional<KeyGroup<B>> other) {
    if (one.isEmpty()) {
      return 1;
    }
    return other.isEmpty() ? -1 : KeyOrder.COMPARATOR.compare(one.get().key(), other.get().key());
  }

  private static <T> Optional<KeyGroup<T>> next(Iterator<KeyGroup<T>> groups) {
    return groups.hasNext() ? Optional.of(groups.next()) : Optional.empty();
  }
}
