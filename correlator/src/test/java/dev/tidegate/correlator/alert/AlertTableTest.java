package dev.tidegate.correlator.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Scope;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The table against a map, with identities that all want the same few places. */
class AlertTableTest {
    private static final long UNMIX = new BigInteger("9e3779b97f4a7c15", 16)
            .modInverse(BigInteger.TWO.pow(64))
            .longValue();
    private static final List<String> TENANTS = List.of("acme", "umbrella");

    private final AlertTable table = new AlertTable();
    private final Map<String, AlertState> known = new TreeMap<>();

    /** A fingerprint with a hash of our choice. */
    private static long hashedTo(int hash, int which) {
        return (((long) hash << 32) + which) * UNMIX;
    }

    private static String key(String tenant, long fingerprint) {
        return tenant + "/" + fingerprint;
    }

    private void add(String tenant, long fingerprint) {
        if (!known.containsKey(key(tenant, fingerprint))) {
            AlertState state =
                    new AlertState(table, new Scope(tenant, "fra1"), fingerprint, Labels.EMPTY, Policy.DEFAULT);
            table.add(state);
            known.put(key(tenant, fingerprint), state);
        }
    }

    private void remove(String tenant, long fingerprint) {
        AlertState state = known.remove(key(tenant, fingerprint));
        if (state != null) {
            table.remove(state);
        }
    }

    @Test
    void itHoldsWhatWasAddedAndNotRemoved() {
        List<Long> fingerprints = new ArrayList<>();
        for (int i = 0;
                i < 600;
                i++) { // few places, few of those parts of the hash that a slot keeps, many the same in both
            fingerprints.add(hashedTo((i % 5) << 29 | i % 7, i % 3 == 0 ? i : 0));
        }
        Random random = new Random(1);
        for (int step = 0; step < 20_000; step++) {
            String tenant = TENANTS.get(random.nextInt(2));
            long fingerprint = fingerprints.get(random.nextInt(fingerprints.size()));
            if (random.nextInt(5) < 3) {
                add(tenant, fingerprint);
            } else {
                remove(tenant, fingerprint);
            }
            assertThat(table.size()).isEqualTo(known.size());
            long asked = fingerprints.get(random.nextInt(fingerprints.size()));
            assertThat(table.get(tenant, asked)).isSameAs(known.get(key(tenant, asked)));
        }
        for (String tenant : TENANTS) {
            for (long fingerprint : fingerprints) {
                assertThat(table.get(tenant, fingerprint)).isSameAs(known.get(key(tenant, fingerprint)));
            }
        }
    }

    @Test
    void whatIsLookedUpAheadIsFoundInOrderOutOfOrderAndAfterRemovals() {
        long[] ahead = new long[64];
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            add(TENANTS.get(random.nextInt(2)), i); // 0 is a fingerprint like others, and what unused lines hold
        }
        for (int round = 0; round < 2_000; round++) {
            int from = random.nextInt(500);
            int stride = random.nextInt(3); // the same again, in order, every other
            for (int i = 0; i < ahead.length; i++) {
                ahead[i] = random.nextInt(10) == 0 ? 0 : from + (long) i * stride;
            }
            table.warm(ahead, random.nextInt(ahead.length + 1));
            for (long fingerprint : ahead) {
                String tenant = TENANTS.get(random.nextInt(2));
                assertThat(table.get(tenant, fingerprint)).isSameAs(known.get(key(tenant, fingerprint)));
                int change = random.nextInt(40);
                if (change == 0) {
                    remove(tenant, fingerprint);
                } else if (change == 1) {
                    add(tenant, fingerprint);
                }
            }
        }
    }

    @Test
    void itGrowsBeyondOneArrayOfLines() {
        int many = 140_000;
        for (int i = 1; i <= many; i++) {
            add("acme", i * 0x1234567L);
        }
        long[] ahead = {0x1234567L, 2, many * 0x1234567L};
        table.warm(ahead, ahead.length);
        long[] acrossArrays = LongStream.rangeClosed(131_000, 131_127)
                .map(i -> i * 0x1234567L)
                .toArray();
        table.warm(acrossArrays, acrossArrays.length);
        for (int i = 131_127; i >= 131_000; i--) { // the run that was seen ends where its array does
            assertThat(table.get("acme", i * 0x1234567L)).isNotNull();
        }
        for (int i = 1; i <= many; i++) {
            AlertState state = table.get("acme", i * 0x1234567L);
            assertThat(state).isSameAs(known.get(key("acme", i * 0x1234567L)));
        }
        assertThat(table.get("acme", 2)).isNull();
        assertThat(table.get("umbrella", 0x1234567L)).isNull();
    }
}
