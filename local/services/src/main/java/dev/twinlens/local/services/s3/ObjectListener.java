package dev.twinlens.local.services.s3;

/** Hears of every change of an object. */
@FunctionalInterface
public interface ObjectListener {
  /**
   * Called within the transaction that makes the change, so that what the listener keeps in the
   * same state is kept if and only if the change is.
   *
   * @return what to do once the change is durable and before the client gets its answer
   */
  Runnable changed(ObjectChange change);
}
