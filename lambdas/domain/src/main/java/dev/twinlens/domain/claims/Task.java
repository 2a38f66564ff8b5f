package dev.twinlens.domain.claims;

import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.events.ObjectCreated;
import java.util.List;
import java.util.Optional;

/**
 * What is done once for every object version, such as copying it. A task decides and acts; {@link
 * Claims} keeps its workers apart.
 *
 * @param <A> what there can be to do for a version
 */
public interface Task<A> {
  TaskType type();

  /**
   * The attributes of the row that {@link #progress} depends on. A claim fails when one of them has
   * changed since the row was read.
   */
  List<String> decisive();

  /** How far the task has come for this version. Depends on its arguments alone. */
  Progress<A> progress(SummaryRow row, ObjectCreated version);

  /**
   * Reads what the action needs, before the key is claimed: a version that is gone leaves no trace
   * in the table.
   *
   * @return empty when the version is gone
   */
  Optional<Job> prepare(A action, ObjectCreated version);

  /** Removes what the task has made of a deleted image. Repeating it does no harm. */
  void clear(String key);
}
