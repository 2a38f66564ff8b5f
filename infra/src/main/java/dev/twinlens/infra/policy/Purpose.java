package dev.twinlens.infra.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a role's permission is for. {@code docs/security.md} lists them with their reasons. */
public enum Purpose {
  SIGN_UPLOADS("A presigned PUT has the permissions of the role that signed it."),
  STORE_IMAGES("Stores the image of `POST /images`."),
  READ_IMAGES(
      "Reads exact object versions. Rekognition and presigned views read with this permission, too."),
  CHECK_CURRENT_VERSION(
      "Checks whether a version is the current one, when its event meets a deleted image's row. Rows"
          + " of deleted images outlive `allowDelete`."),
  SEE_MISSING_VERSIONS(
      "With it, S3 answers 404 for a version that does not exist; without it 403, as for a missing"
          + " permission."),
  DETECT_LABELS("Recognises labels. The action has no resource."),
  KEEP_RESULTS("Stores Rekognition's whole result."),
  REUSE_RESULTS(
      "Reads the result of an image with the same bytes, so that Rekognition is asked once. A presigned"
          + " `resultUrl` has the permissions of the role that signed it."),
  VIEW_RESULTS(
      "A presigned `resultUrl` or `thumbnailUrl` has the permissions of the role that signed it."),
  KEEP_THUMBNAILS(
      "Stores the thumbnail, and deletes it again if the image was deleted during the work."),
  HIDE_IMAGES(
      "Adds a delete marker. Without `s3:DeleteObjectVersion` it cannot destroy an original."),
  DELETE_DERIVED("Deletes the result and the thumbnail of a deleted image."),
  RECORD_LABELS("Claims the image, and records its labels and its summary."),
  RECORD_COPIES("Claims the copy, and records it in the image's summary."),
  RECORD_THUMBNAILS("Claims the thumbnail, and records it in the image's summary."),
  RECORD_DELETION("Marks the image as deleted, and deletes its label rows."),
  READ_ROWS("Reads one image with its labels, the list of labels, and the images of a page."),
  SEARCH("Finds images by label, and the newest ones."),
  NOTIFY("Announces a labelled image."),
  TAKE_MESSAGES("Lambda takes messages from the function's own queue."),
  RETRY_MESSAGES("The function chooses when a message on which it failed comes back."),
  REJECT_MESSAGES(
      "Sends a message that can never succeed to the function's own dead-letter queue, with the reason."),
  LIST_IMAGES("Lists every version in the images bucket, to compare them with the copies."),
  KEEP_AUDIT("Keeps how far an audit is, until the next one has finished."),
  RECORD_AUDIT("Reads what is recorded of an image, and records when its copy was verified."),
  FIND_ROWS("Finds the rows of images that have no object."),
  REPAIR("Sends an image whose copy, labels or thumbnail is missing to the queue again."),
  START_BUILD("Starts a build of the page's branch."),
  WRITE_LOGS("Writes to the function's own log group.");

  private final String reason;

  Purpose(String reason) {
    this.reason = reason;
  }

  /** The identifier of the permission's statement: letters only, as IAM requires. */
  public String sid() {
    return Arrays.stream(name().split("_", -1))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  /** Why the permission is needed: a sentence, as Markdown. */
  public String reason() {
    return reason;
  }
}
