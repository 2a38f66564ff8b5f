package dev.twinlens.local.services.s3;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3's errors as the exceptions that become its error documents. */
public final class S3Errors {
  private S3Errors() {}

  public static AwsServiceException error(int status, String code, String message) {
    return S3Exception.builder()
        .statusCode(status)
        .message(message)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }

  static AwsServiceException malformedXml() {
    return error(
        400,
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }
}
