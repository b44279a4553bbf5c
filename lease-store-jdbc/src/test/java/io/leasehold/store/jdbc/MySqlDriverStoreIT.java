package io.leasehold.store.jdbc;

class MySqlDriverStoreIT extends ServerContracts {

    @Override
    TestServer server() {
        return TestServer.mariaDbByMySqlDriver();
    }
}
