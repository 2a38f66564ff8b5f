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
 * <p>Limits are Rekognition's: an image has 80 to 10,000 pixels a side and comes as up to 5 MB of
 * base64 or as an object of up to 15 MB in S3. Errors have Rekognition's types and status 400; what
 * went wrong on this side is an {@code InternalServerError} with status 500.
 *
 * <p>Any number of threads may call. Images are decoded a hundred megapixels at a time at the most,
 * so that memory stays bounded; further calls wait.
 *
 * @see <a href="https://docs.aws.amazon.com/rekognition/latest/dg/limits.html">Rekognition's
 *     quotas</a>
 */
public final class RekognitionService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RekognitionService.class);

  private static final int MIN_SIDE = 80;
  private static final int MAX_SIDE = 10_000;
  private static final long MAX_S3_BYTES = 15 * 1024 * 1024;

  /** Below this the detector's scores are noise, whatever the caller asks for. Percent. */
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
    Thread loader =
        new Thread(
            () -> {
              try {
                detector.complete(Detector.load());
              } catch (Throwable e) {
                // Every call says so; a native library that does not load is an Error.
                LOG.error("The detector cannot be loaded", e);
                detector.completeExceptionally(e);
              }
            },
            "rekognition-load");
    loader.setDaemon(true);
    loader.start();
    return new RekognitionService(detector, report);
  }

  /**
   * Answers one call.
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
      return e.answer();
    } catch (OrtException | RuntimeException e) {
      LOG.error("{} failed", operation, e);
      return RekognitionException.internal("%s failed: %s".formatted(operation, e)).answer();
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
    if (source instanceof ImageSource.Bytes inline) {
      return inline.bytes();
    }
    ImageSource.S3Object object = (ImageSource.S3Object) source;
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
        "Image size is too large: at most %d bytes are taken from S3".formatted(MAX_S3_BYTES));
  }

  private static void requireAllowedSize(ImageHeader header) throws RekognitionException {
    if (header.width() > MAX_SIDE || header.height() > MAX_SIDE) {
      throw RekognitionException.imageTooLarge(
          "Input image dimensions %d x %d exceed maximum dimension size of %d pixels"
              .formatted(header.width(), header.height(), MAX_SIDE));
    }
    if (header.width() < MIN_SIDE || header.height() < MIN_SIDE) {
      throw RekognitionException.invalidParameter(
          "the image has %d x %d pixels, the least is %3$d x %3$d"
              .formatted(header.width(), header.height(), MIN_SIDE));
    }
  }

  /** Waits for the calls that are being answered, then frees the model. */
  @Override
  public void close() {
    megapixels.acquireUninterruptibly(MEGAPIXELS);
    try {
      if (!closed) {
        closed = true;
        detector.join().close();
      }
    } catch (CompletionException e) {
      LOG.debug("Nothing to free: the detector was never loaded", e);
    } catch (OrtException e) {
      LOG.warn("The detector's memory cannot be freed", e);
    } finally {
      megapixels.release(MEGAPIXELS);
    }
  }
}
