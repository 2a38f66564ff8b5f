package dev.twinlens.classification;

import dev.twinlens.domain.images.ImageRules;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.config.SharedSettings;

/** How the deployment configures classification. */
public record ClassificationSettings(
    String imagesBucket,
    String resultsBucket,
    String imagesTable,
    String topicArn,
    LabelLimits labelLimits,
    ImageRules imageRules) {

  public static ClassificationSettings from(Environment environment) {
    return new ClassificationSettings(
        environment.text("IMAGES_BUCKET"),
        environment.text("RESULTS_BUCKET"),
        environment.text("IMAGES_TABLE"),
        environment.text("NOTIFICATIONS_TOPIC_ARN"),
        LabelLimits.from(environment),
        SharedSettings.imageRules(environment));
  }
}
