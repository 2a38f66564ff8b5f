package dev.twinlens.local.rekognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.testing.Photos;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LifecycleTest {

  private static final List<String> PHOTOS =
      List.of("chelsea.png", "coffee.png", "camera.png", "cat-and-cup.jpg", "rocket.jpg");

  @Test
  void respondsToConcurrentCallersAsToASingleOne() throws Exception {
    List<String> expected = new ArrayList<>();
    for (String photo : PHOTOS) {
      expected.add(Rekognition.call(Photos.read(photo)).json());
    }

    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<List<String>>> responses = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        responses.add(
            callers.submit(
                () -> {
                  start.await();
                  List<String> own = new ArrayList<>();
                  for (String photo : PHOTOS) {
                    own.add(Rekognition.call(Photos.read(photo)).json());
                  }
                  return own;
                }));
      }
      start.countDown();
      for (Future<List<String>> response : responses) {
        assertThat(response.get()).isEqualTo(expected);
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void handlesCallsWhileTheModelIsLoading() {
    try (RekognitionService fresh = RekognitionService.load()) {
      assertThat(Rekognition.label(detect(fresh), "Cat")).isPresent();
    }
  }

  @Test
  void rejectsCallsAfterItWasClosed() {
    RekognitionService service = RekognitionService.load();
    service.close();
    service.close();

    assertThat(Rekognition.errorType(detect(service))).isEqualTo("500 InternalServerError");
  }

  private static RekognitionResponse detect(RekognitionService service) {
    return service.handle(
        "DetectLabels",
        Rekognition.request(Photos.read("chelsea.png")).toString().getBytes(StandardCharsets.UTF_8),
        Rekognition.NO_S3);
  }
}
