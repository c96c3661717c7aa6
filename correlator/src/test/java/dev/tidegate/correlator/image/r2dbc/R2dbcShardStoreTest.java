package dev.tidegate.correlator.image.r2dbc;

import dev.tidegate.correlator.image.ShardStore;
import dev.tidegate.correlator.image.ShardStoreContract;
import org.junit.jupiter.api.BeforeEach;

class R2dbcShardStoreTest extends ShardStoreContract {
    private ShardStore store;

    @BeforeEach
    void open() {
        store = new R2dbcShardStore(TestDatabase.connections(TestDatabase.migrated()));
    }

    @Override
    protected ShardStore store() {
        return store;
    }
}
