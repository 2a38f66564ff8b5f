package dev.twinlens.local.services.http;

import com.google.common.xml.XmlEscapers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads and writes small XML documents. */
public final class Xml {
  private Xml() {}

  public static String escape(String text) {
    return XmlEscapers.xmlContentEscaper().escape(text);
  }

  /** An element with text, escaped. */
  public static String element(String name, String text) {
    return "<" + name + ">" + escape(text) + "</" + name + ">";
  }

  /**
   * The document's root element. Document types are rejected: nothing outside the document is read.
   *
   * @throws IOException when it is not well-formed
   */
  public static Element parse(byte[] document) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Strict());
      return builder.parse(new ByteArrayInputStream(document)).getDocumentElement();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    } catch (SAXException e) {
      throw new IOException("not well-formed XML: " + e.getMessage(), e);
    }
  }

  public static List<Element> children(Element parent, String name) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && name.equals(element.getLocalName())) {
        children.add(element);
      }
    }
    return children;
  }

  public static Optional<String> text(Element parent, String child) {
    return children(parent, child).stream().findFirst().map(Element::getTextContent);
  }

  public static List<String> texts(Element parent, String child) {
    return children(parent, child).stream().map(Element::getTextContent).toList();
  }

  /** Throws instead of writing to the standard error. */
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {
      // A warning does not make the document invalid.
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
