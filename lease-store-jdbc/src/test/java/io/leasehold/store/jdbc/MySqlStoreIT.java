package io.leasehold.store.jdbc;

class MySqlStoreIT extends ServerContracts {

    @Override
    TestServer server() {
        return TestServer.mySql();
    }
}
