package dev.twinlens.operations.verification;

import dev.twinlens.domain.json.Json;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** Prints what a verification finds, as it finds it: a report can be longer than the memory. */
abstract sealed class Report {
  private final PrintStream out;

  private Report(PrintStream out) {
    this.out = out;
  }

  static Report text(PrintStream out) {
    return new Text(out);
  }

  static Report json(PrintStream out) {
    return new JsonDocument(out);
  }

  final PrintStream out() {
    return out;
  }

  abstract void finding(Finding finding);

  abstract void end(Tally tally);

  private static final class Text extends Report {
    private Text(PrintStream out) {
      super(out);
    }

    @Override
    void finding(Finding finding) {
      if (finding.kind() != Finding.Kind.WITHOUT_ORIGINAL) {
        out()
            .printf(
                "%-20s  %s  (version %s)%n%22s%s%n",
                finding.kind().text(), finding.key(), finding.versionId(), "", finding.detail());
      }
    }

    @Override
    void end(Tally tally) {
      out()
          .printf(
              Locale.ROOT,
              "%,d object versions, %,d copies; %,d versions have an identical copy%s.%n",
              tally.versions(),
              tally.copies(),
              tally.identical(),
              tally.read() ? ", every byte read" : "");
      tally
          .findings()
          .forEach(
              (kind, count) -> out().printf(Locale.ROOT, "  %-20s  %,d%n", kind.text(), count));
      out().println(tally.isClean() ? "Every copy is there and identical." : "Not every copy is.");
    }
  }

  /** One object; a line for each finding. */
  private static final class JsonDocument extends Report {
    private boolean begun;

    private JsonDocument(PrintStream out) {
      super(out);
    }

    @Override
    void finding(Finding finding) {
      begin();
      out().print((begun ? ",\n  " : "\n  ") + Json.write(finding.json()));
      begun = true;
    }

    private void begin() {
      if (!begun) {
        out().print("{\"findings\":[");
      }
    }

    @Override
    void end(Tally tally) {
      begin();
      Map<String, Object> summary = tally.json();
      out().println("],\n" + Json.write(summary).substring(1));
    }
  }
}
