package dev.twinlens.uploadimage;

import dev.twinlens.classification.ClassificationClients;
import dev.twinlens.classification.ClassificationSettings;
import dev.twinlens.classification.ImageClassifier;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.MalformedMessageException;
import dev.twinlens.domain.events.S3Notifications;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.ApiEvents;
import dev.twinlens.testing.ApiResult;
import dev.twinlens.testing.ApiTester;
import dev.twinlens.testing.TestStack;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** The function with a stack of its own. */
final class UploadRig {
  private final TestStack stack = TestStack.create();
  private final ApiTester api =
      new ApiTester(
          new UploadImageHandler(
              new Environment(stack.environment()),
              new AwsClients(stack.faults()),
              Log.to("upload-image", line -> {}),
              Clock.systemUTC()));

  TestStack stack() {
    return stack;
  }

  ApiTester api() {
    return api;
  }

  ApiResult post(String contentType, byte[] body) {
    return post(contentType, body, Map.of());
  }

  ApiResult post(String contentType, byte[] body, Map<String, String> query) {
    return api.send(ApiEvents.bytes("POST /images", contentType, body, query));
  }

  /** Does what classify does with the event that S3 sent. */
  Outcome deliverEvent() {
    ImageClassifier classifier =
        new ImageClassifier(
            ClassificationSettings.from(new Environment(stack.environment())),
            ClassificationClients.of(new AwsClients(stack.faults())),
            Clock.systemUTC());
    try {
      return classifier.classify(
          S3Notifications.parse(stack.uploadEvent()).get(0),
          Instant.now().plusSeconds(30),
          Log.to("classify", line -> {}));
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends the lease of a worker that has not released its claim. */
  void expireClaim(String key) {
    stack.table().set(key, "ClaimExpiresAt", "2026-01-01T00:00:00.000Z");
  }
}
