package dev.twinlens.domain.catalog;

/** The names of the table's attributes and indexes. */
public final class Attributes {
  public static final String IMAGE_NAME = "ImageName";
  public static final String LABEL = "Label";

  /** The sort key of the summary row. No label of Rekognition starts with it. */
  public static final String SUMMARY = "*";

  /**
   * The partition, and the start of the sort key, of the items that record on which days photos
   * were uploaded.
   */
  public static final String DAYS_PARTITION = "*";

  public static final String DAY_PREFIX = "*day#";

  /**
   * The partition, and the start of the sort key, of the items that record which labels exist. An
   * object may have the partition's name as its key; the sort keys of its rows start differently.
   * It is not the partition of the days, whose reads and writes a frequently read list would slow
   * down.
   */
  public static final String LABELS_PARTITION = "*labels";

  public static final String LABEL_PREFIX = "*label#";

  /**
   * The start of the partition, and of the sort key, of the rows of an object key's copies. They
   * are not among the key's other rows, as a key can have any number of versions.
   */
  static final String COPIES_PARTITION = "*copies#";

  static final String COPY_PREFIX = "*copy#";

  /**
   * The start of the partition, and the sort key, of the items that record which image has which
   * bytes and was labelled.
   */
  static final String ANSWERS_PARTITION = "*sha256#";

  static final String ANSWER_SORT_KEY = "*answer";

  public static final String BY_LABEL = "by-label";
  public static final String BY_DAY = "by-day";

  public static final String STATUS = "Status";
  public static final String LABELS = "Labels";
  public static final String CONTENT_TYPE = "ContentType";
  public static final String SIZE = "Size";
  public static final String SHA256 = "Sha256";
  public static final String VERSION_ID = "VersionId";
  public static final String SEQUENCER = "Sequencer";
  public static final String UPLOADED_AT = "UploadedAt";
  public static final String DAY = "Day";
  public static final String BACKUP = "Backup";
  public static final String THUMBNAIL = "Thumbnail";
  public static final String RESULT_KEY = "ResultKey";
  public static final String ERROR = "Error";
  public static final String NOTIFIED_AT = "NotifiedAt";

  /** Since when a task is late, and why. */
  static final String SINCE = "Since";

  static final String BECAUSE = "Because";

  /** When a photo that was put back from its copy was first uploaded. */
  public static final String RESTORED = "Restored";

  /** When the image was deleted. The row is its tombstone from then on. */
  public static final String DELETED_AT = "DeletedAt";

  /**
   * On the tombstone of an image whose every version was permanently deleted: the sequencer of its
   * newest version. Nobody deleted the image itself.
   */
  public static final String DESTROYED = "Destroyed";

  /**
   * When DynamoDB may remove a tombstone, or a reservation under which nothing was stored, in
   * seconds since 1970: the table's time to live.
   */
  public static final String EXPIRES_AT = "ExpiresAt";

  public static final String CONFIDENCE = "Confidence";
  public static final String PARENTS = "Parents";
  public static final String INSTANCES = "Instances";
  public static final String KIND = "Kind";
  public static final String NAME = "Name";

  public static final String KEY = "Key";
  public static final String URL = "Url";
  public static final String MD5 = "Md5";
  public static final String AT = "At";
  public static final String VERIFIED_AT = "VerifiedAt";
  public static final String ATTEMPT = "Attempt";

  /** When a copy was found damaged whose original is gone. */
  static final String DAMAGED_AT = "DamagedAt";

  private Attributes() {}
}
