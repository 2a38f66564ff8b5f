package dev.twinlens.local.rekognition;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rekognition's names for COCO's 80 categories, which the detector knows, and for their ancestors.
 * They are read from {@code labels.tsv}, whose first lines explain its columns.
 */
final class LabelTaxonomy {

  private static final int COLUMNS = 6;

  private final Map<Integer, TaxonomyLabel> byCocoId;
  private final Map<String, TaxonomyLabel> byName;

  private LabelTaxonomy(Map<Integer, TaxonomyLabel> byCocoId, Map<String, TaxonomyLabel> byName) {
    this.byCocoId = byCocoId;
    this.byName = byName;
  }

  static LabelTaxonomy load() {
    try (InputStream in = LabelTaxonomy.class.getResourceAsStream("labels.tsv")) {
      if (in == null) {
        throw new IllegalStateException("labels.tsv is missing from the class path");
      }
      return read(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static LabelTaxonomy read(Reader table) throws IOException {
    List<Row> rows = new ArrayList<>();
    BufferedReader lines = new BufferedReader(table);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        rows.add(Row.parse(line));
      }
    }
    Map<String, List<String>> parents = new HashMap<>();
    for (Row row : rows) {
      if (parents.put(row.name(), row.parents()) != null) {
        throw new IllegalStateException("labels.tsv has two rows for " + row.name());
      }
    }
    Map<Integer, TaxonomyLabel> byCocoId = new HashMap<>();
    Map<String, TaxonomyLabel> byName = new HashMap<>();
    for (Row row : rows) {
      Set<String> ancestors = new TreeSet<>();
      collectAncestors(row.name(), parents, ancestors);
      TaxonomyLabel label =
          new TaxonomyLabel(row.name(), List.copyOf(ancestors), row.aliases(), row.categories());
      byName.put(label.name(), label);
      row.cocoId().ifPresent(id -> byCocoId.put(id, label));
    }
    return new LabelTaxonomy(Map.copyOf(byCocoId), Map.copyOf(byName));
  }

  /** The label of a COCO category id (1 to 90; ten of them are unused). */
  Optional<TaxonomyLabel> ofCocoId(int id) {
    return Optional.ofNullable(byCocoId.get(id));
  }

  TaxonomyLabel named(String name) {
    TaxonomyLabel label = byName.get(name);
    if (label == null) {
      throw new IllegalArgumentException("No label is named " + name);
    }
    return label;
  }

  private static void collectAncestors(
      String name, Map<String, List<String>> parents, Set<String> ancestors) {
    for (String parent : parents.getOrDefault(name, List.of())) {
      if (!parents.containsKey(parent)) {
        throw new IllegalStateException(
            "labels.tsv has no row for %s, a parent of %s".formatted(parent, name));
      }
      if (ancestors.add(parent)) {
        collectAncestors(parent, parents, ancestors);
      }
    }
  }

  private record Row(
      Optional<Integer> cocoId,
      String name,
      List<String> parents,
      List<String> aliases,
      List<String> categories) {

    static Row parse(String line) {
      String[] cells = line.split("\t", -1);
      if (cells.length != COLUMNS) {
        throw new IllegalStateException("labels.tsv: not %d columns: %s".formatted(COLUMNS, line));
      }
      return new Row(
          cells[0].equals("-") ? Optional.empty() : Optional.of(Integer.valueOf(cells[0])),
          cells[2],
          names(cells[3]),
          names(cells[4]),
          names(cells[5]));
    }

    private static List<String> names(String cell) {
      return cell.equals("-") ? List.of() : List.of(cell.split("; "));
    }
  }
}
