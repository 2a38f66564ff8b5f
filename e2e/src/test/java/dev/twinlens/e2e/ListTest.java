package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of images, newest first and by label, page by page; and the list of labels. */
@ExtendWith(DevStack.class)
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
  void findsByLabelHighestConfidenceFirst() {
    String cat = post("chelsea.png");
    String catAndCup = post("cat-and-cup.jpg");

    List<String> all = keys("/images?label=Cat&limit=100");
    List<String> sure = keys("/images?label=Cat&minConfidence=96&limit=100");

    assertThat(all).contains(cat, catAndCup);
    assertThat(sure).contains(catAndCup).doesNotContain(cat);
    assertThat(all.indexOf(catAndCup)).isLessThan(all.indexOf(cat));
  }

  @Test
  void findsNothingForALabelThatNoImageHas() {
    assertThat(keys("/images?label=Zebra")).isEmpty();
  }

  @Test
  void listsTheLabelsOfImages() {
    List<String> labels =
        stack
            .postImage("image/png", Photos.read("coffee.png"))
            .json()
            .path("labels")
            .findValuesAsText("name");

    Response response = stack.send(stack.api("/labels").GET());

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("content-type", "application/json");
    assertThat(response.json().path("items").findValuesAsText("name"))
        .contains("Cup", "Dining Table")
        .containsAll(labels)
        .doesNotContain("Zebra")
        .doesNotHaveDuplicates()
        .isSorted();
  }

  @Test
  void listsTheLabelsOfAnImageThatIsLabelledByItsEvent() {
    String key = "labels/cat.png";
    stack.putObject(key, Photos.read("chelsea.png"));
    stack.awaitDone(key);

    assertThat(labels()).contains("Cat", "Animal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE"})
  void onlyListsLabels(String method) {
    Response response = stack.send(stack.api("/labels").method(method, BodyPublishers.noBody()));

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.json().path("message").asText()).isEqualTo("Not Found");
  }

  private List<String> labels() {
    return stack.send(stack.api("/labels").GET()).json().path("items").findValuesAsText("name");
  }

  private List<String> keys(String path) {
    return stack.send(stack.api(path).GET()).json().path("items").findValuesAsText("key");
  }

  private String post(String photo) {
    return stack.postImage("image/png", Photos.read(photo)).json().path("key").asText();
  }
}
