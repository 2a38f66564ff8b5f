package dev.twinlens.domain.catalog;

import dev.twinlens.domain.events.Sequencer;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A task that is not done although it was attempted. Another attempt follows by itself.
 *
 * @param since when the first attempt failed, see {@link Timestamps}
 * @param because why the last one failed: a sentence for a person
 */
public record Late(
    LateTask task, String since, String because, String versionId, Sequencer sequencer) {

  AttributeValue value() {
    return AttributeValue.fromM(
        Map.of(
            Attributes.SINCE, AttributeValue.fromS(since),
            Attributes.BECAUSE, AttributeValue.fromS(because),
            Attributes.VERSION_ID, AttributeValue.fromS(versionId),
            Attributes.SEQUENCER, AttributeValue.fromS(sequencer.value())));
  }

  static Late read(LateTask task, AttributeValue value) {
    Item late = new Item(value.m());
    return new Late(
        task,
        late.text(Attributes.SINCE),
        late.text(Attributes.BECAUSE),
        late.text(Attributes.VERSION_ID),
        new Sequencer(late.text(Attributes.SEQUENCER)));
  }

  /** Sets it on the image's row. */
  public void write(RowUpdate update) {
    update.set(task.attribute(), value());
  }
}
