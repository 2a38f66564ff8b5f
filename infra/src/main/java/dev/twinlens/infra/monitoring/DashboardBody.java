package dev.twinlens.infra.monitoring;

import com.pulumi.core.Output;
import dev.twinlens.infra.support.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A CloudWatch dashboard's body: graphs, two in a row. */
final class DashboardBody {
  /** A dashboard is 24 units wide. */
  private static final int WIDTH = 12;

  private static final int HEIGHT = 6;

  private final List<String> titles = new ArrayList<>();
  private final List<Output<List<List<Object>>>> graphs = new ArrayList<>();

  DashboardBody graph(String title, List<Metric> metrics) {
    titles.add(title);
    graphs.add(Output.all(metrics.stream().map(Metric::row).toList()));
    return this;
  }

  Output<String> json(Output<String> region) {
    return Output.tuple(Output.all(graphs), region)
        .applyValue(known -> JsonString.write(Map.of("widgets", widgets(known.t1, known.t2))));
  }

  private List<Map<String, Object>> widgets(List<List<List<Object>>> rows, String region) {
    var widgets = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < rows.size(); i++) {
      widgets.add(
          Map.of(
              "type",
              "metric",
              "x",
              i % 2 * WIDTH,
              "y",
              i / 2 * HEIGHT,
              "width",
              WIDTH,
              "height",
              HEIGHT,
              "properties",
              Map.of(
                  "title",
                  titles.get(i),
                  "region",
                  region,
                  "view",
                  "timeSeries",
                  "stacked",
                  false,
                  "period",
                  300,
                  "metrics",
                  rows.get(i))));
    }
    return widgets;
  }
}
