package dev.twinlens.local.services.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.common.escape.Escaper;
import com.google.common.net.PercentEscaper;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The decoded parameters of a query or a form, in their order. */
public record QueryString(List<Parameter> parameters) {
  private static final Escaper ESCAPER = new PercentEscaper("-._~", /* plusForSpace= */ false);

  /** One parameter; its value is empty when it has none. */
  public record Parameter(String name, String value) {}

  /**
   * Decodes them.
   *
   * @throws IllegalArgumentException when they are not percent-encoded
   */
  public static QueryString parse(String encoded) {
    List<Parameter> parameters = new ArrayList<>();
    for (String part : Splitter.on('&').omitEmptyStrings().split(encoded)) {
      int equals = part.indexOf('=');
      parameters.add(
          new Parameter(
              URLDecoder.decode(equals < 0 ? part : part.substring(0, equals), UTF_8),
              equals < 0 ? "" : URLDecoder.decode(part.substring(equals + 1), UTF_8)));
    }
    return new QueryString(List.copyOf(parameters));
  }

  public Map<String, String> firstValues() {
    Map<String, String> values = new LinkedHashMap<>();
    parameters.forEach(parameter -> values.putIfAbsent(parameter.name(), parameter.value()));
    return values;
  }

  /** The canonical query string of Signature Version 4, without the signature itself. */
  String canonical() {
    return parameters.stream()
        .filter(parameter -> !parameter.name().equals("X-Amz-Signature"))
        .map(
            parameter ->
                new Parameter(ESCAPER.escape(parameter.name()), ESCAPER.escape(parameter.value())))
        .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
        .map(parameter -> parameter.name() + "=" + parameter.value())
        .collect(Collectors.joining("&"));
  }
}
