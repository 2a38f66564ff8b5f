package dev.twinlens.local.services.s3;

import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.state.StateTable;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The configuration documents of buckets (policy, cors, lifecycle …), as clients sent them. */
final class BucketConfigurations {
  private final StateStore state;
  private final StateTable<String> documents;

  BucketConfigurations(StateStore state) {
    this.state = state;
    this.documents = state.table("bucket-configurations", String.class);
  }

  Optional<String> get(String bucket, String subresource) {
    return documents.get(key(bucket, subresource));
  }

  /** The documents of one kind, by bucket. */
  Map<String, String> all(String subresource) {
    return documents
        .from("")
        .filter(entry -> entry.key().endsWith("/" + subresource))
        .collect(
            Collectors.toMap(
                entry -> entry.key().substring(0, entry.key().indexOf('/')),
                StateTable.Entry::value));
  }

  void put(String bucket, String subresource, String document) {
    state.write(() -> documents.put(key(bucket, subresource), document));
  }

  void remove(String bucket, String subresource) {
    state.write(() -> documents.remove(key(bucket, subresource)));
  }

  /** Within a transaction. */
  void removeAll(String bucket) {
    documents
        .startingWith(key(bucket, ""))
        .map(StateTable.Entry::key)
        .toList()
        .forEach(documents::remove);
  }

  private static String key(String bucket, String subresource) {
    return bucket + "/" + subresource;
  }
}
