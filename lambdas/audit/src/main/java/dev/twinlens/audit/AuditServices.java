package dev.twinlens.audit;

import dev.twinlens.domain.catalog.CopyTable;
import dev.twinlens.domain.catalog.ImageTable;
import java.time.Clock;
import java.time.Duration;

/**
 * What all phases work on.
 *
 * @param retention after which Azure deletes a copy
 */
record AuditServices(
    ImageTable table,
    CopyContainer container,
    ImageVersions images,
    Repairs repairs,
    Duration retention,
    Clock clock) {
  CopyTable copies() {
    return new CopyTable(table);
  }
}
