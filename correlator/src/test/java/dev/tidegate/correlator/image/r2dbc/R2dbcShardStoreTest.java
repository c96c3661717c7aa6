package dev.tidegate.correlator.image.r2dbc;

import dev.tidegate.correlator.image.ShardStore;
import dev.tidegate.correlator.image.ShardStoreContract;
import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.embedded.SharedEmbedded;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class R2dbcShardStoreTest extends ShardStoreContract {
    private static PostgresConnection template;
    private ShardStore store;

    @BeforeAll
    static void migrate() {
        template = TestDatabase.migrated();
    }

    @BeforeEach
    void open() {
        store = new R2dbcShardStore(
                TestDatabase.connections(SharedEmbedded.get().freshDatabase(template)));
    }

    @Override
    protected ShardStore store() {
        return store;
    }
}
