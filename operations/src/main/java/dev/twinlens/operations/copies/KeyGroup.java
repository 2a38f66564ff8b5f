package dev.twinlens.operations.copies;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/** What a sorted list has of one object key. */
public record KeyGroup<T>(String key, List<T> members) {
  public KeyGroup {
    members = List.copyOf(members);
  }

  /**
   * Groups what comes in the order of its keys.
   *
   * @throws IllegalStateException while iterating, when a key is out of order
   */
  public static <T> Iterator<KeyGroup<T>> of(Iterator<T> sorted, Function<T, String> keyOf) {
    return new Iterator<>() {
      private Optional<T> next = advance();

      private Optional<T> advance() {
        return sorted.hasNext() ? Optional.of(sorted.next()) : Optional.empty();
      }

      @Override
      public boolean hasNext() {
        return next.isPresent();
      }

      @Override
      public KeyGroup<T> next() {
        String key = keyOf.apply(next.orElseThrow(NoSuchElementException::new));
        List<T> members = new ArrayList<>();
        while (next.isPresent() && keyOf.apply(next.get()).equals(key)) {
          members.add(next.get());
          next = advance();
        }
        if (next.isPresent() && KeyOrder.COMPARATOR.compare(keyOf.apply(next.get()), key) < 0) {
          throw new IllegalStateException(
              "The list is not in the order of its keys: "
                  + keyOf.apply(next.get())
                  + " comes after "
                  + key
                  + ".");
        }
        return new KeyGroup<>(key, members);
      }
    };
  }
}
