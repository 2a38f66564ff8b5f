package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The class replaces one of AWS's runtime interface client, so the client's calls must fit it. */
class NativeClientTest {

  /** The initialisation of AWS's native library, which the class does not have. */
  private static final String NATIVE_INITIALISATION = "initializeClient";

  @Test
  void hasTheMethodsOfTheClassThatItReplaces() throws Exception {
    URL jar = AWSLambda.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
      Class<?> replaced = loader.loadClass(NativeClient.class.getName());

      assertThat(replaced).isNotSameAs(NativeClient.class);
      assertThat(methods(replaced)).isNotEmpty().isEqualTo(methods(NativeClient.class));
    }
  }

  private static Set<String> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !Modifier.isPrivate(method.getModifiers()))
        .filter(method -> !method.getName().equals(NATIVE_INITIALISATION))
        .map(NativeClientTest::signature)
        .collect(Collectors.toSet());
  }

  private static String signature(Method method) {
    int modifiers = method.getModifiers() & ~Modifier.NATIVE;
    return "%s %s %s(%s)"
        .formatted(
            Modifier.toString(modifiers),
            method.getReturnType().getName(),
            method.getName(),
            Arrays.stream(method.getParameterTypes())
                .map(Class::getName)
                .collect(Collectors.joining(", ")));
  }
}
