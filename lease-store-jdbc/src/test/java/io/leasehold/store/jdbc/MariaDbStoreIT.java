package io.leasehold.store.jdbc;

class MariaDbStoreIT extends ServerContracts {

    @Override
    TestServer server() {
        return TestServer.mariaDb();
    }
}
