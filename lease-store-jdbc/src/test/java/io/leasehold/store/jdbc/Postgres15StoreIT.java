package io.leasehold.store.jdbc;

class Postgres15StoreIT extends ServerContracts {

    @Override
    TestServer server() {
        return TestServer.postgres(15);
    }
}
