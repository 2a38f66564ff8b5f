package dev.twinlens.local.services.auth;

/** What a client signs with. Both parts are letters and digits. */
public record AccessKey(String accessKeyId, String secretAccessKey) {
  @Override
  public String toString() {
    return "AccessKey[" + accessKeyId + "]";
  }
}
