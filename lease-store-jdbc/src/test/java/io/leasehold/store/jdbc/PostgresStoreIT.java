package io.leasehold.store.jdbc;

class PostgresStoreIT extends ServerContracts {

    @Override
    TestServer server() {
        return TestServer.postgres(18);
    }
}
