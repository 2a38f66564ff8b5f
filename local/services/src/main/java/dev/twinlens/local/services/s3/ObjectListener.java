package dev.twinlens.local.services.s3;

/** Receives every change of an object. */
@FunctionalInterface
interface ObjectListener {
  /**
   * Called within the transaction of the change: what the listener writes to the same state is
   * stored if and only if the change is.
   *
   * @return what to run once the change is durable and before the client gets its response
   */
  Runnable changed(ObjectChange change);
}
