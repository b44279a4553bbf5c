package io.leasehold.database;

import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.contract.TargetOutage;
import io.leasehold.testkit.contract.UserSession;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.RedisServer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The Redis plugin keeps the contract of database plugins, on what speaks Redis's protocol. */
abstract class RedisContract extends DatabasePluginContract {

    private final RedisServer server;
    private final FaultyProxy proxy;

    RedisContract(RedisServer server) {
        this.server = server;
        this.proxy = FaultyProxy.to(server.host(), server.port());
    }

    @Override
    public void release() {
        proxy.close();
    }

    @Override
    public String pluginName() {
        return "redis-database-plugin";
    }

    @Override
    public String connectionUrl() {
        return "redis://" + proxy.host() + ":" + proxy.port();
    }

    @Override
    public String adminUser() {
        return server.adminUser();
    }

    @Override
    public String adminPassword() {
        return server.adminPassword();
    }

    @Override
    public List<String> creationStatements() {
        return List.of("[\"~*\",\"+@read\",\"+ping\"]");
    }

    @Override
    public List<String> failingStatements() {
        return List.of("[\"~*\",\"+@read\",\"+@no-such-category\"]");
    }

    @Override
    public boolean hasDefaultStatements() {
        return true;
    }

    @Override
    public Optional<UserSession> login(String user, String password) {
        try {
            return Optional.of(new Session(server.connect(user, password)));
        } catch (JedisAccessControlException refused) {
            return Optional.empty();
        }
    }

    private record Session(Connection connection) implements UserSession {

        /** A user without the right to it is told so by a server that works: an answer too. */
        @Override
        public boolean isOpen() {
            try {
                return connection.executeCommand(Command.PING) != null;
            } catch (JedisAccessControlException refused) {
                return true;
            } catch (JedisConnectionException ended) {
                return false;
            }
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    @Override
    public void createAccount(String name, String password) {
        server.execute(Command.ACL, "SETUSER", name, "on", ">" + password, "+ping");
    }

    @Override
    public void removeAccount(String account) {
        server.execute(Command.ACL, "DELUSER", account);
    }

    @Override
    public Set<String> accounts() {
        return server.users();
    }

    @Override
    public Optional<TargetOutage> outage() {
        return Optional.of(new TargetOutage() {
            @Override
            public void begin() {
                proxy.refuse();
            }

            @Override
            public void end() {
                proxy.pass();
            }
        });
    }
}
