package dev.tidegate.correlator.alert;

import dev.tidegate.model.Labels;
import dev.tidegate.model.StringPool;
import dev.tidegate.model.log.AlertBatchReader;

/**
 * What an alert says to people.
 *
 * @param hash as the log gives it, to tell a change without reading; 0 when it is not known
 */
public record Text(Labels annotations, String generatorUrl, long hash) {
    static final Text EMPTY = new Text(Labels.EMPTY, "", 0);

    static Text of(AlertBatchReader said, StringPool pool) {
        return new Text(said.annotations(pool), said.generatorUrl(pool), said.textHash());
    }

    boolean saysTheSameAs(Text other) {
        return annotations.equals(other.annotations) && generatorUrl.equals(other.generatorUrl);
    }
}
