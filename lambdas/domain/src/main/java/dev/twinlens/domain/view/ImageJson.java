package dev.twinlens.domain.view;

import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.Box;
import dev.twinlens.domain.catalog.Instance;
import dev.twinlens.domain.catalog.Label;
import dev.twinlens.domain.catalog.Late;
import dev.twinlens.domain.catalog.SummaryRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image as the API returns it, without members that are not known yet. */
public final class ImageJson {
  private final ImageUrls urls;

  public ImageJson(ImageUrls urls) {
    this.urls = urls;
  }

  /** One image with its labels and where on it they are. */
  public Map<String, Object> whole(SummaryRow summary, List<Label> labels) {
    return image(
        summary, labels.stream().map(ImageJson::withInstances).toList(), urls.thumbnail(summary));
  }

  /** One image in the response to its upload: without a thumbnail, which is made later. */
  public Map<String, Object> uploaded(SummaryRow summary, List<Label> labels) {
    return image(summary, labels.stream().map(ImageJson::withInstances).toList(), Optional.empty());
  }

  /** One image of a list, with its labels alone. */
  public Map<String, Object> brief(SummaryRow summary) {
    return image(
        summary, summary.labels().stream().map(ImageJson::label).toList(), urls.thumbnail(summary));
  }

  private Map<String, Object> image(
      SummaryRow summary, List<Map<String, Object>> labels, Optional<String> thumbnailUrl) {
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("key", summary.key());
    image.put("status", summary.status().text());
    summary.contentType().ifPresent(type -> image.put("contentType", type));
    summary.size().ifPresent(size -> image.put("size", size));
    summary.sha256().ifPresent(sha256 -> image.put("sha256", sha256));
    summary.versionId().ifPresent(version -> image.put("versionId", version));
    summary.uploadedAt().ifPresent(time -> image.put("uploadedAt", time));
    image.put("labels", labels);
    summary.backup().ifPresent(copy -> image.put("backup", backup(copy)));
    summary.backupError().ifPresent(reason -> image.put("backupError", reason));
    List<Map<String, Object>> late = summary.late().stream().map(ImageJson::late).toList();
    if (!late.isEmpty()) {
      image.put("late", late);
    }
    image.put("url", urls.view(summary));
    thumbnailUrl.ifPresent(url -> image.put("thumbnailUrl", url));
    urls.result(summary).ifPresent(url -> image.put("resultUrl", url));
    summary.error().ifPresent(reason -> image.put("error", reason));
    return image;
  }

  private static Map<String, Object> label(Label label) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", label.name());
    json.put("confidence", label.confidence());
    json.put("kind", label.kind());
    json.put("parents", label.parents());
    return json;
  }

  private static Map<String, Object> withInstances(Label label) {
    Map<String, Object> json = label(label);
    json.put("instances", label.instances().stream().map(ImageJson::instance).toList());
    return json;
  }

  private static Map<String, Object> instance(Instance instance) {
    Box box = instance.box();
    Map<String, Object> ratios = new LinkedHashMap<>();
    ratios.put("left", box.left());
    ratios.put("top", box.top());
    ratios.put("width", box.width());
    ratios.put("height", box.height());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("confidence", instance.confidence());
    json.put("box", ratios);
    return json;
  }

  private static Map<String, Object> late(Late late) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", late.task().text());
    json.put("since", late.since());
    json.put("because", late.because());
    return json;
  }

  private static Map<String, Object> backup(BackupCopy copy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("url", copy.url());
    json.put("md5", copy.md5());
    json.put("sha256", copy.sha256());
    json.put("at", copy.at());
    copy.verifiedAt().ifPresent(time -> json.put("verifiedAt", time));
    return json;
  }
}
