package dev.twinlens.local.services.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/** Records by key, ordered by the UTF-8 bytes of the keys, as in S3 and DynamoDB. */
public final class StateTable<T> {
  private static final int BATCH = 100;
  private static final char FIRST_CHARACTER = '\0';

  private final StateStore store;
  private final String name;
  private final ObjectMapper json;
  private final Class<T> type;

  StateTable(StateStore store, String name, ObjectMapper json, Class<T> type) {
    this.store = store;
    this.name = name;
    this.json = json;
    this.type = type;
  }

  /** A record and its key. */
  public record Entry<T>(String key, T value) {}

  public Optional<T> get(String key) {
    return Optional.ofNullable(store.read(() -> map().get(stored(key)))).map(this::read);
  }

  /** Inside {@link StateStore#write} only. */
  public void put(String key, T value) {
    store.requireWriting();
    try {
      map().put(stored(key), json.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Inside {@link StateStore#write} only. */
  public void remove(String key) {
    store.requireWriting();
    map().remove(stored(key));
  }

  public List<T> values() {
    return from("").map(Entry::value).toList();
  }

  /** The entries from a key on, including that key, in order. */
  public Stream<Entry<T>> from(String key) {
    return Stream.iterate(
            batch(stored(key)),
            batch -> !batch.isEmpty(),
            batch -> batch(batch.get(batch.size() - 1).getKey() + FIRST_CHARACTER))
        .flatMap(List::stream)
        .map(entry -> new Entry<>(original(entry.getKey()), read(entry.getValue())));
  }

  private List<Map.Entry<String, String>> batch(String from) {
    return store.read(
        () -> {
          List<Map.Entry<String, String>> batch = new ArrayList<>();
          Cursor<String, String> cursor = map().cursor(from);
          while (cursor.hasNext() && batch.size() < BATCH) {
            String key = cursor.next();
            batch.add(Map.entry(key, cursor.getValue()));
          }
          return batch;
        });
  }

  /** The entries whose key begins with the prefix, in order. */
  public Stream<Entry<T>> startingWith(String prefix) {
    return from(prefix).takeWhile(entry -> entry.key().startsWith(prefix));
  }

  private MVMap<String, String> map() {
    return store.map(name);
  }

  private T read(String value) {
    try {
      return json.readValue(value, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unreadable record in the state file: " + value, e);
    }
  }

  /** One character per UTF-8 byte, so that comparing characters compares bytes. */
  private static String stored(String key) {
    return new String(key.getBytes(UTF_8), ISO_8859_1);
  }

  private static String original(String stored) {
    return new String(stored.getBytes(ISO_8859_1), UTF_8);
  }
}
