package dev.tidegate.gateway.ingest.json;

import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.SiteLabel;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.log.AlertBatchWriter;

/** Writes an alert that was found good from its slices into the record of its scope. Reused from alert to alert. */
final class AlertEmitter {
    private static final int URL_PLACE = 0;
    private static final int FIRST_PAIR_PLACE = 1;

    private final int[] labelWords;
    private final int[] annotationWords;

    AlertEmitter(int pairs) {
        labelWords = new int[pairs * 2];
        annotationWords = new int[pairs * 2];
    }

    void emit(
            int index,
            byte[] in,
            Pairs labels,
            Pairs annotations,
            int urlFrom,
            int urlTo,
            long startsAt,
            long endsAt,
            AlertBatches into) {
        int site = indexOf(in, labels, into.siteLabel());
        AlertBatchWriter writer =
                site < 0 ? into.writer(in, 0, 0) : into.writer(in, labels.valueFrom(site), labels.valueTo(site));
        if (writer == null) {
            into.refuseScope(index);
            return;
        }
        writer.add(
                fingerprint(in, labels),
                startsAt,
                endsAt,
                labelWords,
                words(in, labels, writer, FIRST_PAIR_PLACE, labelWords),
                annotationWords,
                words(in, annotations, writer, FIRST_PAIR_PLACE + 2 * labels.size(), annotationWords),
                writer.word(URL_PLACE, in, urlFrom, urlTo - urlFrom));
    }

    private static int indexOf(byte[] in, Pairs labels, SiteLabel site) {
        for (int i = 0; i < labels.size(); i++) {
            if (site.is(in, labels.nameFrom(i), labels.nameTo(i))) {
                return i;
            }
        }
        return -1;
    }

    private static long fingerprint(byte[] in, Pairs labels) {
        long hash = Fingerprint.SEED;
        for (int i = 0; i < labels.size(); i++) {
            if (!labels.isEmpty(i)) {
                hash = Fingerprint.separator(Fingerprint.add(hash, in, labels.nameFrom(i), labels.nameTo(i)));
                hash = Fingerprint.separator(Fingerprint.add(hash, in, labels.valueFrom(i), labels.valueTo(i)));
            }
        }
        return hash;
    }

    /** Fills in the dictionary indexes of pairs whose value is not empty; returns how many words that are. */
    private static int words(byte[] in, Pairs pairs, AlertBatchWriter writer, int firstPlace, int[] words) {
        int n = 0;
        for (int i = 0; i < pairs.size(); i++) {
            if (!pairs.isEmpty(i)) {
                int place = firstPlace + 2 * i;
                words[n++] = writer.word(place, in, pairs.nameFrom(i), pairs.nameTo(i) - pairs.nameFrom(i));
                words[n++] = writer.word(place + 1, in, pairs.valueFrom(i), pairs.valueTo(i) - pairs.valueFrom(i));
            }
        }
        return n;
    }
}
