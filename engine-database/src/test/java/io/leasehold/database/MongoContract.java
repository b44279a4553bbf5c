package io.leasehold.database;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import io.leasehold.database.mongo.MongoUnderTest;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.contract.TargetOutage;
import io.leasehold.testkit.contract.UserSession;
import io.leasehold.testkit.server.FaultyProxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;

/** The contract, for whichever server there is. */
abstract class MongoContract extends DatabasePluginContract {

    private FaultyProxy proxy;

    abstract MongoUnderTest server();

    /** The database whose users are tested. */
    String userDatabase() {
        return "contract";
    }

    private FaultyProxy proxy() {
        if (proxy == null) {
            proxy = FaultyProxy.to(server().host(), server().port());
        }
        return proxy;
    }

    @Override
    public void release() {
        proxy().close();
    }

    @Override
    public String pluginName() {
        return "mongodb-database-plugin";
    }

    @Override
    public String connectionUrl() {
        return "mongodb://{{username}}:{{password}}@" + proxy().host() + ":" + proxy().port()
                + "/admin?directConnection=true";
    }

    @Override
    public Map<String, Object> connectionFields() {
        return Map.of("server_selection_timeout", "2s");
    }

    @Override
    public String adminUser() {
        return server().adminUser();
    }

    @Override
    public String adminPassword() {
        return server().adminPassword();
    }

    @Override
    public List<String> creationStatements() {
        return List.of("{\"db\":\"" + userDatabase() + "\",\"roles\":[\"readWrite\"]}");
    }

    @Override
    public List<String> failingStatements() {
        return List.of("{\"db\":\"" + userDatabase() + "\",\"roles\":[\"readWrite\",\"no-such-role\"]}");
    }

    @Override
    public Optional<UserSession> login(String user, String password) {
        Session session = new Session(server().client(user, password, userDatabase()), userDatabase());
        try {
            // The connection comes about with the first command, and is the one that later ones go over.
            session.client().getDatabase(userDatabase()).runCommand(new Document("ping", 1));
            return Optional.of(session);
        } catch (MongoSecurityException refused) {
            session.close();
            return Optional.empty();
        }
    }

    private record Session(MongoClient client, String database) implements UserSession {

        /** The server lets the connection stand, and the user do nothing more. */
        @Override
        public boolean isOpen() {
            try {
                client.getDatabase(database).getCollection("books").find().first();
                return true;
            } catch (MongoCommandException refused) {
                return false;
            }
        }

        @Override
        public void close() {
            client.close();
        }
    }

    @Override
    public void createAccount(String name, String password) {
        server().createUser(userDatabase(), name, password, "readWrite");
    }

    @Override
    public void removeAccount(String account) {
        server().dropUser(userDatabase(), account);
    }

    @Override
    public Set<String> accounts() {
        return server().execute(userDatabase(), new Document("usersInfo", 1)).getList("users", Document.class).stream()
                .map(user -> user.getString("user"))
                .collect(Collectors.toSet());
    }

    @Override
    public Optional<TargetOutage> outage() {
        return Optional.of(new TargetOutage() {
            @Override
            public void begin() {
                proxy().refuse();
            }

            @Override
            public void end() {
                proxy().pass();
            }
        });
    }
}
