package dev.twinlens.classification;

import dev.twinlens.domain.catalog.Box;
import dev.twinlens.domain.catalog.Instance;
import dev.twinlens.domain.catalog.Label;
import dev.twinlens.domain.images.UnreadableImageException;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.StoredImage;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.BoundingBox;
import software.amazon.awssdk.services.rekognition.model.DetectLabelsRequest;
import software.amazon.awssdk.services.rekognition.model.DetectLabelsResponse;
import software.amazon.awssdk.services.rekognition.model.Image;
import software.amazon.awssdk.services.rekognition.model.ImageTooLargeException;
import software.amazon.awssdk.services.rekognition.model.InvalidImageFormatException;
import software.amazon.awssdk.services.rekognition.model.InvalidS3ObjectException;
import software.amazon.awssdk.services.rekognition.model.Parent;

/** Asks Rekognition what an image shows. */
final class RekognitionDetector implements LabelDetector {
  /** What Rekognition's S3Object.Name and S3Object.Version must match. */
  private static final Pattern NAMEABLE = Pattern.compile("\\S.*");

  /** Rekognition: "a maximum of 5 MB" for an image sent as bytes. */
  private static final long MAX_BYTES_INLINE = 5L * 1024 * 1024;

  private final RekognitionClient rekognition;
  private final ImageBucket images;
  private final LabelLimits limits;

  RekognitionDetector(RekognitionClient rekognition, ImageBucket images, LabelLimits limits) {
    this.rekognition = rekognition;
    this.images = images;
    this.limits = limits;
  }

  @Override
  public Detection detect(StoredImage image) throws UnreadableImageException {
    StringBuilder text = new StringBuilder();
    DetectLabelsRequest request =
        DetectLabelsRequest.builder()
            .image(reference(image))
            .minConfidence(limits.minConfidence())
            .maxLabels(limits.maxLabels())
            .overrideConfiguration(
                configuration ->
                    configuration.putExecutionAttribute(ResponseRecorder.RESPONSE, text))
            .build();
    try {
      DetectLabelsResponse response = rekognition.detectLabels(request);
      return new Detection(
          response.labels().stream().map(RekognitionDetector::label).toList(), text.toString());
    } catch (InvalidImageFormatException e) {
      throw new UnreadableImageException("The image cannot be decoded: it is damaged.", e);
    } catch (ImageTooLargeException e) {
      throw new UnreadableImageException("The image is too large for Amazon Rekognition.", e);
    } catch (InvalidS3ObjectException e) {
      if (images.find(image.key(), image.versionId(), image.uploadedAt()).isEmpty()) {
        throw new UnreadableImageException("The photo was deleted before it could be labelled.", e);
      }
      throw e;
    }
  }

  private Image reference(StoredImage image) throws UnreadableImageException {
    if (NAMEABLE.matcher(image.key()).matches()) {
      return Image.builder()
          .s3Object(
              object -> {
                object.bucket(images.name()).name(image.key());
                ImageBucket.ifVersioned(image.versionId(), object::version);
              })
          .build();
    }
    if (image.size() > MAX_BYTES_INLINE) {
      throw new UnreadableImageException(
          "The object key begins with white space or has a line break, and Amazon Rekognition reads such objects up to"
              + " 5 MiB only.");
    }
    byte[] bytes = images.bytes(image).read(0, (int) image.size());
    return Image.builder().bytes(SdkBytes.fromByteArrayUnsafe(bytes)).build();
  }

  private static Label label(software.amazon.awssdk.services.rekognition.model.Label label) {
    List<Instance> instances =
        label.instances().stream()
            .filter(instance -> instance.boundingBox() != null)
            .map(
                instance ->
                    new Instance(number(instance.confidence()), box(instance.boundingBox())))
            .toList();
    return new Label(
        label.name(),
        number(label.confidence()),
        Label.KIND_LABEL,
        label.parents().stream().map(Parent::name).toList(),
        instances);
  }

  private static Box box(BoundingBox box) {
    return new Box(
        number(box.left()), number(box.top()), number(box.width()), number(box.height()));
  }

  /** Through its text, so that 93.1 stays 93.1 and does not become 93.0999984741211. */
  private static double number(Float value) {
    return value == null ? 0 : Double.parseDouble(value.toString());
  }
}
