package dev.twinlens.local.services.s3;

import com.google.common.base.Splitter;
import dev.twinlens.local.services.auth.QueryString;
import dev.twinlens.local.services.http.Xml;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.w3c.dom.Element;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Reads and writes the tags of objects, by key and in their order.
 *
 * <p>All methods that read throw S3's 400 as an AwsServiceException.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html">Categorizing
 *     your objects using tags</a>
 */
public final class ObjectTags {
  private static final int MAX_TAGS = 10;

  /** UTF-16 code units, as S3 counts characters. */
  private static final int MAX_KEY = 128;

  private static final int MAX_VALUE = 256;
  private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private ObjectTags() {}

  /** Reads the header x-amz-tagging: a query string. */
  public static Map<String, String> ofHeader(String header) {
    if (Splitter.on('&').splitToStream(header).anyMatch(tag -> tag.matches(".*=.*=.*"))) {
      throw malformedHeader();
    }
    Map<String, String> tags = new LinkedHashMap<>();
    for (QueryString.Parameter tag : parse(header)) {
      if (tags.put(tag.name(), tag.value()) != null) {
        throw malformedHeader();
      }
    }
    return valid(tags);
  }

  private static List<QueryString.Parameter> parse(String header) {
    try {
      return QueryString.parse(header).parameters();
    } catch (IllegalArgumentException e) {
      throw malformedHeader();
    }
  }

  /** Reads a document of PutObjectTagging. */
  static Map<String, String> ofXml(byte[] document) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Element tag : Xml.children(tagSet(document), "Tag")) {
      if (tags.put(only(tag, "Key").getTextContent(), only(tag, "Value").getTextContent())
          != null) {
        throw invalid("Cannot provide multiple Tags with the same key");
      }
    }
    return valid(tags);
  }

  private static Element tagSet(byte[] document) {
    try {
      Element root = Xml.parse(document);
      if ("Tagging".equals(root.getLocalName())) {
        return only(root, "TagSet");
      }
    } catch (IOException e) {
      // Rejected below.
    }
    throw S3Errors.malformedXml();
  }

  private static Element only(Element parent, String name) {
    List<Element> children = Xml.children(parent, name);
    if (children.size() != 1) {
      throw S3Errors.malformedXml();
    }
    return children.get(0);
  }

  static String toXml(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(
            tag ->
                "<Tag>"
                    + Xml.element("Key", tag.getKey())
                    + Xml.element("Value", tag.getValue())
                    + "</Tag>")
        .collect(
            Collectors.joining(
                "",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Tagging xmlns=\""
                    + Subresource.NAMESPACE
                    + "\"><TagSet>",
                "</TagSet></Tagging>"));
  }

  private static Map<String, String> valid(Map<String, String> tags) {
    if (tags.size() > MAX_TAGS) {
      throw S3Errors.error(400, "BadRequest", "Object tags cannot be greater than " + MAX_TAGS);
    }
    tags.forEach(
        (key, value) -> {
          if (key.startsWith("aws:")) {
            throw invalid("Your TagKey cannot be prefixed with aws:");
          }
          if (key.isEmpty() || key.length() > MAX_KEY || !CHARACTERS.matcher(key).matches()) {
            throw invalid("The TagKey you have provided is invalid");
          }
          if (value.length() > MAX_VALUE || !CHARACTERS.matcher(value).matches()) {
            throw invalid("The TagValue you have provided is invalid");
          }
        });
    return tags;
  }

  private static AwsServiceException invalid(String message) {
    return S3Errors.error(400, "InvalidTag", message);
  }

  private static AwsServiceException malformedHeader() {
    return S3Errors.error(
        400,
        "InvalidArgument",
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters"
            + " without tag name duplicates.");
  }
}
