package dev.twinlens.local.services.auth;

/** The key pair that a client signs with. Both parts consist of letters and digits. */
public record AccessKey(String accessKeyId, String secretAccessKey) {
  @Override
  public String toString() {
    return "AccessKey[" + accessKeyId + "]";
  }
}
