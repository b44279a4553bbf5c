package io.leasehold.database;

import io.leasehold.database.mongo.StandInMongo;

/** Users of the stand-in for MongoDB, who may read and write one database, to which they belong. */
record MongoUsers(StandInMongo server, String database) implements HandDrivenSecret.Users {

    @Override
    public void create(String username, String password) {
        server.addUser(database, username, password, "readWrite");
    }

    @Override
    public void remove(String username) {
        if (server.hasUser(database, username)) {
            server.removeUser(database, username);
        }
    }

    @Override
    public int sessionsOf(String username) {
        return server.connectionsOf(username);
    }
}
