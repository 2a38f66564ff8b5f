package dev.twinlens.local.services.s3;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Lists objects and versions in pages, in key order, the newest version of a key first. */
public final class ObjectListing {
  private final VersionTable versions;

  ObjectListing(VersionTable versions) {
    this.versions = versions;
  }

  /**
   * A request for one page.
   *
   * @param delimiter groups keys that are equal up to its first occurrence after the prefix; empty
   *     for none
   * @param after the page starts after this position
   * @param max the most versions and groups on the page
   */
  public record Query(String bucket, String prefix, String delimiter, Position after, int max) {
    private Optional<String> group(String key) {
      int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      return end < 0 ? Optional.empty() : Optional.of(key.substring(0, end + delimiter.length()));
    }
  }

  /**
   * A place in a listing.
   *
   * @param key a key or a group; empty for the beginning
   * @param versionId the version of the key; empty for its last one
   */
  public record Position(String key, Optional<String> versionId) {}

  /** One entry. */
  public record Listed(ObjectVersion version, boolean latest) {}

  /** One page; {@code next} is the position after which the next page starts. */
  public record Page(List<Listed> versions, List<String> commonPrefixes, Optional<Position> next) {}

  /** The newest versions that are not delete markers. */
  public Page objects(Query query) {
    return page(query, listed -> listed.latest() && !listed.version().deleteMarker());
  }

  /** All versions and delete markers. */
  public Page versions(Query query) {
    return page(query, listed -> true);
  }

  private Page page(Query query, Predicate<Listed> wanted) {
    List<Listed> page = new ArrayList<>();
    TreeSet<String> groups = new TreeSet<>(VersionTable.KEY_ORDER);
    Optional<Position> last = Optional.empty();
    Iterator<Listed> candidates = candidates(query).filter(wanted).iterator();
    while (candidates.hasNext()) {
      Listed listed = candidates.next();
      String key = listed.version().key();
      Optional<String> group = query.group(key);
      if (group.isPresent()
          && (group.get().equals(query.after().key()) || groups.contains(group.get()))) {
        continue;
      }
      if (page.size() + groups.size() == query.max()) {
        return new Page(page, List.copyOf(groups), last);
      }
      if (group.isPresent()) {
        groups.add(group.get());
        last = Optional.of(new Position(group.get(), Optional.empty()));
      } else {
        page.add(listed);
        last = Optional.of(new Position(key, Optional.of(listed.version().versionId())));
      }
    }
    return new Page(page, List.copyOf(groups), Optional.empty());
  }

  /** The versions with the query's prefix after its position. */
  private Stream<Listed> candidates(Query query) {
    String from =
        VersionTable.KEY_ORDER.compare(query.prefix(), query.after().key()) > 0
            ? query.prefix()
            : query.after().key();
    Walk walk = new Walk(query.after());
    return versions
        .from(query.bucket(), from)
        .takeWhile(version -> version.key().startsWith(query.prefix()))
        .map(walk::visit)
        .flatMap(Optional::stream);
  }

  /** Visits versions in order, and knows which are the latest and which follow a position. */
  private static final class Walk {
    private final Position after;
    private String previousKey = "";
    private boolean passed;

    Walk(Position after) {
      this.after = after;
    }

    Optional<Listed> visit(ObjectVersion version) {
      Listed listed = new Listed(version, !version.key().equals(previousKey));
      previousKey = version.key();
      if (passed || !version.key().equals(after.key())) {
        return Optional.of(listed);
      }
      passed = after.versionId().equals(Optional.of(version.versionId()));
      return Optional.empty();
    }
  }
}
