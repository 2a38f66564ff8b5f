package dev.twinlens.local.rekognition;

import ai.onnxruntime.OrtException;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Amazon Rekognition's DetectLabels for JPEG and PNG files, behind its JSON 1.1 protocol.
 *
 * <p>Limits are Rekognition's: an image has 80 to 10,000 pixels a side and is sent as up to 5 MB of
 * base64 or read from S3 with up to 15 MB. A client's errors have Rekognition's types and status
 * 400; a failure of this service is an {@code InternalServerError} with status 500.
 *
 * <p>Any number of threads may call. At most a hundred megapixels are decoded at a time, which
 * limits the memory; further calls wait.
 *
 * @see <a href="https://docs.aws.amazon.com/rekognition/latest/dg/limits.html">Rekognition's
 *     quotas</a>
 */
public final class RekognitionService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RekognitionService.class);

  private static final int MIN_SIDE = 80;
  private static final int MAX_SIDE = 10_000;
  private static final long MAX_S3_BYTES = 15 * 1024 * 1024;

  /** Percent. Lower scores of the detector are noise and are never reported. */
  private static final float NOISE = 5;

  /** One image of the largest size, or four of an ordinary one, at a time. */
  private static final int MEGAPIXELS = 100;

  private static final int LEAST_MEGAPIXELS = MEGAPIXELS / 4;

  private final Semaphore megapixels = new Semaphore(MEGAPIXELS, true);
  private final CompletableFuture<Detector> detector;
  private final LabelReport report;
  private volatile boolean closed;

  private RekognitionService(CompletableFuture<Detector> detector, LabelReport report) {
    this.detector = detector;
    this.report = report;
  }

  /**
   * Starts the service. The model loads in the background; the first call waits for it.
   *
   * @throws IllegalStateException when the model is not on the class path
   */
  public static RekognitionService load() {
    Detector.requireModel();
    LabelReport report = new LabelReport(LabelTaxonomy.load());
    CompletableFuture<Detector> detector = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("rekognition-load")
        .start(
            () -> {
              try {
                detector.complete(Detector.load());
              } catch (Throwable e) {
                // Each call reports it. A native library that does not load is an Error.
                LOG.error("The detector cannot be loaded", e);
                detector.completeExceptionally(e);
              }
            });
    return new RekognitionService(detector, report);
  }

  /**
   * Handles one call.
   *
   * @param operation the part of {@code X-Amz-Target} after the dot
   * @param requestJson the request's body
   * @param s3 reads an image that the request names by bucket and key
   */
  public RekognitionResponse handle(String operation, byte[] requestJson, S3ObjectReader s3) {
    try {
      if (!operation.equals("DetectLabels")) {
        throw RekognitionException.unknownOperation(operation);
      }
      return detectLabels(DetectLabelsRequest.parse(requestJson), s3);
    } catch (RekognitionException e) {
      return e.response();
    } catch (OrtException | RuntimeException e) {
      LOG.error("{} failed", operation, e);
      return RekognitionException.internal("%s failed: %s".formatted(operation, e)).response();
    }
  }

  private RekognitionResponse detectLabels(DetectLabelsRequest request, S3ObjectReader s3)
      throws RekognitionException, OrtException {
    byte[] file = read(request.image(), s3);
    ImageHeader header = ImageHeader.read(file);
    requireAllowedSize(header);
    float minConfidence = Math.max(NOISE, request.minConfidence());

    int share = share(header);
    megapixels.acquireUninterruptibly(share);
    List<DetectedObject> detections;
    try {
      if (closed) {
        throw RekognitionException.internal("The service is closed");
      }
      BufferedImage image = ImageDecoder.decode(file, header);
      detections = detector().detect(ModelInput.of(image, header.orientation()), minConfidence);
    } finally {
      megapixels.release(share);
    }
    return new RekognitionResponse(
        200, report.of(detections, request.filter(), request.maxLabels()).toString());
  }

  private Detector detector() throws RekognitionException {
    try {
      return detector.join();
    } catch (CompletionException e) {
      throw RekognitionException.internal("The detector cannot be loaded: " + e.getCause());
    }
  }

  private static int share(ImageHeader header) {
    long pixels = (long) header.width() * header.height();
    return (int) Math.max(LEAST_MEGAPIXELS, Math.min(MEGAPIXELS, pixels / 1_000_000));
  }

  private static byte[] read(ImageSource source, S3ObjectReader s3) throws RekognitionException {
    return switch (source) {
      case ImageSource.Bytes inline -> inline.bytes();
      case ImageSource.S3Object object -> read(object, s3);
    };
  }

  private static byte[] read(ImageSource.S3Object object, S3ObjectReader s3)
      throws RekognitionException {
    byte[] file;
    try {
      file = s3.read(object.bucket(), object.key(), object.versionId(), MAX_S3_BYTES);
    } catch (S3ReadException e) {
      throw switch (e.reason()) {
        case NOT_FOUND, ACCESS_DENIED -> RekognitionException.invalidS3Object();
        case TOO_LARGE -> tooManyBytes();
        case UNAVAILABLE -> RekognitionException.internal("S3 cannot be read: " + e.getMessage());
      };
    }
    if (file.length > MAX_S3_BYTES) {
      throw tooManyBytes();
    }
    return file;
  }

  private static RekognitionException tooManyBytes() {
    return RekognitionException.imageTooLarge(
        "Image size is too large: an object in S3 may have at most %d bytes"
            .formatted(MAX_S3_BYTES));
  }

  private static void requireAllowedSize(ImageHeader header) throws RekognitionException {
    if (header.width() > MAX_SIDE || header.height() > MAX_SIDE) {
      throw RekognitionException.imageTooLarge(
          "Input image dimensions %d x %d exceed maximum dimension size of %d pixels"
              .formatted(header.width(), header.height(), MAX_SIDE));
    }
    if (header.width() < MIN_SIDE || header.height() < MIN_SIDE) {
      throw RekognitionException.invalidParameter(
          "the image has %d x %d pixels; the minimum is %3$d x %3$d"
              .formatted(header.width(), header.height(), MIN_SIDE));
    }
  }

  /** Waits for the running calls, then frees the model. */
  @Override
  public void close() {
    megapixels.acquireUninterruptibly(MEGAPIXELS);
    try {
      if (!closed) {
        closed = true;
        detector.join().close();
      }
    } catch (CompletionException e) {
      LOG.debug("Nothing to free: the detector was not loaded", e);
    } catch (OrtException e) {
      LOG.warn("The detector's memory cannot be freed", e);
    } finally {
      megapixels.release(MEGAPIXELS);
    }
  }
}
