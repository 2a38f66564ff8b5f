package dev.twinlens.thumbnail;

/** What can be left to do for one object version. */
enum ThumbnailAction {
  /** Neither it nor a newer version has a thumbnail. */
  MAKE
}
