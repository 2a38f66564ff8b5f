package dev.twinlens.local.rekognition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Prints what the detector costs on this machine: time from nothing to the first response, then the
 * median and the 95th percentile of each photo when warm, and the process's memory.
 *
 * <pre>mvn -q -pl local/rekognition test-compile exec:java@benchmark</pre>
 */
public final class Benchmark {

  private static final int WARM_UP = 20;
  private static final int ROUNDS = 50;

  private Benchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments.length > 0 ? arguments[0] : "photos");
    List<Path> photos;
    try (var files = Files.list(directory)) {
      photos = files.filter(file -> !file.toString().endsWith(".md")).sorted().toList();
    }
    byte[] request =
        Rekognition.s3Request("photos", "photo").toString().getBytes(StandardCharsets.UTF_8);

    long start = System.nanoTime();
    try (RekognitionService service = RekognitionService.load()) {
      System.out.printf("load() returned after %.0f ms%n", millisecondsSince(start));
      detect(service, request, Files.readAllBytes(photos.get(0)));
      System.out.printf("first response after     %.0f ms%n", millisecondsSince(start));
      for (Path photo : photos) {
        byte[] file = Files.readAllBytes(photo);
        for (int i = 0; i < WARM_UP; i++) {
          detect(service, request, file);
        }
        double[] times = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
          long from = System.nanoTime();
          detect(service, request, file);
          times[i] = millisecondsSince(from);
        }
        Arrays.sort(times);
        System.out.printf(
            "%-18s p50 %5.1f ms   p95 %5.1f ms%n",
            photo.getFileName(), times[ROUNDS / 2], times[ROUNDS * 95 / 100]);
      }
    }
    residentMemory().ifPresent(memory -> System.out.println("resident " + memory));
  }

  private static void detect(RekognitionService service, byte[] request, byte[] file) {
    RekognitionResponse response =
        service.handle("DetectLabels", request, (bucket, key, version, most) -> file);
    if (response.status() != 200) {
      throw new IllegalStateException(response.json());
    }
  }

  private static double millisecondsSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  /** Linux only. */
  private static Optional<String> residentMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.substring("VmRSS:".length()).trim())
          .findFirst();
    }
  }
}
