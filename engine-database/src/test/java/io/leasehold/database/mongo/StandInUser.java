package io.leasehold.database.mongo;

import java.util.List;
import java.util.UUID;
import org.bson.Document;

/**
 * A user of the stand-in.
 *
 * @param id tells it from another that had the name before
 * @param name the name
 * @param database the database that it belongs to
 * @param keys what proves the password
 * @param roles its roles, each with its database
 * @param customData what its maker noted
 */
record StandInUser(UUID id, String name, String database, ScramKeys keys, List<Document> roles, Document customData) {

    static String key(String database, String name) {
        return database + "." + name;
    }

    StandInUser with(ScramKeys changed) {
        return new StandInUser(id, name, database, changed, roles, customData);
    }

    Document info() {
        Document info = new Document("_id", key(database, name))
                .append("user", name)
                .append("db", database)
                .append("roles", roles)
                .append("mechanisms", List.of("SCRAM-SHA-256"));
        return customData == null ? info : info.append("customData", customData);
    }
}
