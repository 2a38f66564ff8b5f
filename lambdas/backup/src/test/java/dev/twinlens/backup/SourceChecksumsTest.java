package dev.twinlens.backup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

final class SourceChecksumsTest {
  private static final byte[] CONTENT = "hello".getBytes(StandardCharsets.UTF_8);
  private static final String MD5 = "5d41402abc4b2a76b9719d911017c592";
  private static final String SHA256 = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
  private static final String OTHER_MD5 = "0".repeat(32);

  @Test
  void acceptsWhatS3Stored() {
    assertThatCode(() -> verify(source().eTag("\"" + MD5 + "\"").checksumSHA256(SHA256).build()))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                verify(
                    source().eTag(MD5).serverSideEncryption(ServerSideEncryption.AES256).build()))
        .doesNotThrowAnyException();
  }

  @Test
  void acceptsTheChecksumThatS3TakesByItself() {
    assertThatCode(() -> verify(source().checksumCRC64NVME("M3eFcAZSQlc=").build()))
        .doesNotThrowAnyException();
  }

  @Test
  void rejectsOtherBytes() {
    assertThatThrownBy(() -> verify(source().eTag("\"" + OTHER_MD5 + "\"").build()))
        .hasMessageContaining("MD5");
    assertThatThrownBy(() -> verify(source().checksumSHA256("x" + SHA256.substring(1)).build()))
        .hasMessageContaining("SHA-256");
    assertThatThrownBy(() -> verify(source().checksumCRC64NVME("AAAAAAAAAAA=").build()))
        .hasMessageContaining("CRC-64/NVME");
    assertThatThrownBy(() -> verify(source().contentLength(6L).build()))
        .hasMessageContaining("length");
  }

  @Test
  void doesNotTakeForAnMd5WhatIsNone() {
    assertThatCode(() -> verify(source().eTag("\"" + OTHER_MD5 + "-2\"").build()))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                verify(
                    source()
                        .eTag("\"" + OTHER_MD5 + "\"")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .build()))
        .doesNotThrowAnyException();
    assertThatCode(() -> verify(source().checksumSHA256(SHA256 + "-3").build()))
        .doesNotThrowAnyException();
  }

  private static GetObjectResponse.Builder source() {
    return GetObjectResponse.builder().contentLength((long) CONTENT.length);
  }

  private static void verify(GetObjectResponse source) {
    Digests digests = new Digests();
    digests.update(CONTENT, CONTENT.length);
    SourceChecksums.verify(source, CONTENT.length, digests.finish());
  }
}
