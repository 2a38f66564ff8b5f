package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Finding photos again: newest first, by label, page by page. */
@ExtendWith(Laptop.class)
class ListTest {
  private final Stack stack;

  ListTest(Stack stack) {
    this.stack = stack;
  }

  @Test
  void listsNewestFirstAcrossPages() {
    List<String> keys = new ArrayList<>();
    for (String photo : List.of("chelsea.png", "coffee.png", "camera.png")) {
      keys.add(0, post(photo));
    }

    JsonNode first = stack.send(stack.api("/images?limit=2").GET()).json();
    JsonNode second =
        stack
            .send(
                stack
                    .api("/images?limit=2&cursor=" + Stack.encoded(first.path("cursor").asText()))
                    .GET())
            .json();

    List<String> listed = new ArrayList<>(first.path("items").findValuesAsText("key"));
    listed.addAll(second.path("items").findValuesAsText("key"));
    assertThat(listed.subList(0, 3)).isEqualTo(keys);
    assertThat(first.path("items")).hasSize(2);
  }

  @Test
  void findsByLabelBestFirstAboveAConfidence() {
    String cat = post("chelsea.png");
    String catAndCup = post("cat-and-cup.jpg");

    List<String> all = keys("/images?label=Cat&limit=100");
    List<String> sure = keys("/images?label=Cat&minConfidence=96&limit=100");

    assertThat(all).contains(cat, catAndCup);
    assertThat(sure).contains(catAndCup).doesNotContain(cat);
    assertThat(all.indexOf(catAndCup)).isLessThan(all.indexOf(cat));
  }

  @Test
  void findsNothingUnderALabelThatNoPhotoHas() {
    assertThat(keys("/images?label=Zebra")).isEmpty();
  }

  private List<String> keys(String path) {
    return stack.send(stack.api(path).GET()).json().path("items").findValuesAsText("key");
  }

  private String post(String photo) {
    return stack.postImage("image/png", Laptop.photo(photo)).json().path("key").asText();
  }
}
