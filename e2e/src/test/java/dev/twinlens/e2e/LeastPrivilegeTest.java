package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.iam.AccessReport;
import dev.twinlens.local.iam.AccessReport.Denial;
import dev.twinlens.local.iam.AccessReport.GrantUse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every permission is used and every use is permitted: runs the whole product with all permissions
 * of the program, and then once without each permission.
 */
@Tag("own-deployment")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LeastPrivilegeTest {
  /** Permissions that Lambda uses when it starts a function, not when the function runs. */
  private static final Set<String> AT_THE_START =
      Set.of("sts:AssumeRole", "kms:Decrypt", "logs:CreateLogStream", "sqs:GetQueueAttributes");

  @TempDir private static Path data;
  private static Stack stack;
  private static WholeProduct product;

  /** What was permitted, used and denied when the whole product had run. */
  private static AccessReport whole;

  @BeforeAll
  static void runTheWholeProduct() {
    stack = Stack.start(data, "dev");
    product = new WholeProduct(stack);
    product.steps().forEach(WholeProduct.Step::complete);
    // Again in new processes: a permission could name a resource that is the same for both.
    functions().forEach(stack.lambda()::renew);
    product.steps().forEach(WholeProduct.Step::complete);
    whole = stack.access().report();
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  /** Runs before the tests that take permissions away, whose denials would be in the report. */
  @Test
  @Order(1)
  void printsThatEveryGrantIsUsedAndNoCallDenied() {
    String[] printed = {""};
    Awaitility.await("the file of access to be current")
        .atMost(Stack.PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              LocalCommand access =
                  LocalCommand.start("access", "--data", data.toString(), "--check");
              boolean isClean = access.exitValue() == 0;
              printed[0] = access.output();
              return isClean;
            });

    assertThat(printed[0]).contains(" 0 calls denied.");
  }

  @Test
  void deniesNothing() {
    assertThat(whole.denials()).isEmpty();
  }

  @Test
  void grantsNothingThatIsNotUsed() {
    assertThat(whole.unused()).isEmpty();
  }

  @Test
  void grantsNoMoreThanIsUsed() {
    assertThat(whole.tooWide())
        .extracting(use -> use.holder() + ": " + use.narrower().orElseThrow())
        .isEmpty();
  }

  @Test
  void knowsTheGrantsOfEveryKindOfPolicy() {
    assertThat(whole.holders())
        .anyMatch(holder -> holder.contains(":role/classify-role"))
        .anyMatch(holder -> holder.contains(":sns:"))
        .anyMatch(holder -> holder.contains(":sqs:"))
        .anyMatch(holder -> holder.contains(":function:"))
        .anyMatch(holder -> holder.contains(":kms:"));
  }

  /** The product runs with a resource that is too wide, too; only the report shows it. */
  @TestFactory
  Stream<DynamicTest> noticesWhenAGrantIsWidened() {
    return whole.grants().stream()
        .filter(use -> !use.policy().isEmpty() && use.resource().startsWith("arn:"))
        .map(
            use ->
                DynamicTest.dynamicTest(
                    name(use),
                    () -> {
                      for (String wider : List.of("*", widened(use.resource()))) {
                        assertThat(with(use, wider).narrower()).as(wider).isPresent();
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> deniesWhatIsTakenAway() {
    return whole.grants().stream()
        .map(use -> DynamicTest.dynamicTest(name(use), () -> assertDeniedWithout(use)));
  }

  private static void assertDeniedWithout(GrantUse use) {
    long before = timesDenied(use);
    BooleanSupplier denied = () -> timesDenied(use) > before;
    stack
        .access()
        .without(
            use,
            () -> {
              if (AT_THE_START.contains(use.action())) {
                renew(use);
              }
              product.steps().stream()
                  .sorted(Comparator.comparing(step -> !step.concerns(use.holder())))
                  .takeWhile(step -> !denied.getAsBoolean())
                  .forEach(step -> step.completeUnless(denied));
            });
    if (AT_THE_START.contains(use.action()) || use.action().startsWith("logs:")) {
      // A process that was started without the permission still runs without it.
      renew(use);
    }
    assertThat(denied.getAsBoolean()).as("denied without it: %s", use).isTrue();
  }

  private static void renew(GrantUse use) {
    functions()
        .filter(function -> belongs(function, use))
        .forEach(
            function -> {
              try {
                stack.lambda().renew(function);
              } catch (IllegalArgumentException e) {
                // Refused because the permission is missing, which the report shows.
                assertThat(e).hasMessageContaining("GetQueueAttributes");
              }
            });
  }

  /** How often the action of a grant was denied to its role, or on its resource. */
  private static long timesDenied(GrantUse use) {
    return stack.access().report().denials().stream()
        .filter(denial -> denial.action().equals(use.action()))
        .filter(
            denial ->
                denial.principal().equals(use.holder()) || denial.resource().equals(use.holder()))
        .mapToLong(Denial::times)
        .sum();
  }

  private static Stream<String> functions() {
    return stack
        .access()
        .report()
        .holders()
        .filter(holder -> holder.contains(":role/"))
        .flatMap(role -> stack.lambda().functionsOf(role).stream());
  }

  private static boolean belongs(String function, GrantUse use) {
    return use.holder().contains(":kms:")
        || stack.lambda().functionsOf(use.holder()).contains(function);
  }

  private static GrantUse with(GrantUse use, String resource) {
    return new GrantUse(
        use.holder(),
        use.policy(),
        use.statement(),
        use.action(),
        resource,
        use.callers(),
        use.uses(),
        use.last(),
        use.common(),
        use.several(),
        use.folders());
  }

  /** The ARN with a wildcard for its last part. */
  private static String widened(String arn) {
    String fixed = arn.endsWith("*") ? arn.substring(0, arn.length() - 2) : arn;
    int end = Math.max(fixed.lastIndexOf('/'), fixed.lastIndexOf(':')) + 1;
    return arn.substring(0, end) + "*";
  }

  private static String name(GrantUse use) {
    return "%s %s: %s on %s"
        .formatted(
            use.holder().substring(use.holder().lastIndexOf(':') + 1),
            use.statement(),
            use.action(),
            use.resource());
  }
}
