package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each image has a thumbnail, for lists. */
@ExtendWith(DevStack.class)
class ThumbnailTest {
  private final Stack stack;

  ThumbnailTest(Stack stack) {
    this.stack = stack;
  }

  @Test
  void offersAThumbnailWithTheImageAndInLists() throws IOException {
    String key = "thumbnails of/cats & cups.png";
    stack.putObject(key, Photos.read("coffee.png"));

    JsonNode image =
        stack.awaitImage(
            key, it -> it.path("status").asText().equals("labelled") && it.has("thumbnailUrl"));

    BufferedImage original = read(Photos.read("coffee.png"));
    BufferedImage thumbnail = thumbnail(image);
    assertThat(thumbnail.getWidth()).isEqualTo(480);
    assertThat(thumbnail.getHeight())
        .isEqualTo(Math.round(480f * original.getHeight() / original.getWidth()));
    JsonNode listed =
        stack
            .send(stack.api("/images?label=Cup&limit=100").GET())
            .json()
            .path("items")
            .findParents("key")
            .stream()
            .filter(item -> item.path("key").asText().equals(key))
            .findFirst()
            .orElseThrow();
    assertThat(thumbnail(listed).getWidth()).isEqualTo(480);
  }

  @Test
  void turnsTheThumbnailUprightByItsExifOrientation() throws IOException {
    BufferedImage stored = new BufferedImage(600, 400, BufferedImage.TYPE_3BYTE_BGR);
    // Its left half is red; held a quarter turn to the right, that is the upper one.
    stored.createGraphics().fillRect(0, 0, 600, 400);
    for (int y = 0; y < 400; y++) {
      for (int x = 0; x < 300; x++) {
        stored.setRGB(x, y, Color.RED.getRGB());
      }
    }
    stack.putObject("sideways.jpg", withOrientation(stored, 6));

    BufferedImage thumbnail =
        thumbnail(stack.awaitImage("sideways.jpg", it -> it.has("thumbnailUrl")));

    assertThat(thumbnail.getWidth()).isEqualTo(320);
    assertThat(thumbnail.getHeight()).isEqualTo(480);
    assertThat(new Color(thumbnail.getRGB(160, 100)).getGreen()).isLessThan(60);
    assertThat(new Color(thumbnail.getRGB(160, 380)).getGreen()).isGreaterThan(200);
  }

  private BufferedImage thumbnail(JsonNode image) throws IOException {
    return read(stack.download(image.path("thumbnailUrl").asText()));
  }

  private static BufferedImage read(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }

  /** A JPEG with EXIF that has the orientation alone. */
  private static byte[] withOrientation(BufferedImage picture, int orientation) throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpeg", jpeg);
    byte[] exif =
        ("\u00ff\u00e1\0\42Exif\0\0MM\0*\0\0\0\b\0\1\1\22\0\3\0\0\0\1\0"
                + (char) orientation
                + "\0\0\0\0\0\0")
            .getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(jpeg.toByteArray(), 0, 2);
    file.write(exif);
    file.write(jpeg.toByteArray(), 2, jpeg.size() - 2);
    return file.toByteArray();
  }
}
